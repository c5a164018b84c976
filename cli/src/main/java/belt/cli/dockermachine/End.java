package belt.cli.dockermachine;

import java.io.InputStream;

/// One end of a copy, opened. A folder travels as a tar archive of what is in it, a file as its bytes.
sealed interface End extends AutoCloseable permits LocalEnd, RemoteEnd {
    /// What is at a path.
    ///
    /// @param mode the rights in octal, `644`; empty where nothing is
    record Found(Kind kind, String mode) {}

    /// Whether it is there, and as what.
    enum Kind {
        FILE,
        FOLDER,
        NOTHING
    }

    Found look() throws InterruptedException;

    /// What is there, as a stream; it must be read to its end.
    InputStream read(Kind kind);

    /// Waits until reading is over.
    ///
    /// @throws belt.core.BeltException.OperationFailed if not all could be read
    void finish() throws InterruptedException;

    /// Puts a stream there; into the folder that is there, under this name.
    ///
    /// @param name the source's name
    void write(Found source, String name, InputStream content) throws InterruptedException;

    @Override
    void close();
}
