package belt.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which part of a container's log is wanted.
///
/// @param follow whether to go on until the container ends
/// @param timestamps whether each line begins with its time
/// @param since null = from the beginning
/// @param tail lines from the end; -1 = all
public record LogQuery(
        boolean follow,
        boolean stdout,
        boolean stderr,
        boolean timestamps,
        @Nullable Instant since,
        long tail) {
    /// Where the lines go.
    public interface Sink {
        /// One line with its newline, or a part of a very long one. May block to slow the reader down.
        ///
        /// @param stream 1 = stdout, 2 = stderr
        void line(int stream, byte[] data) throws InterruptedException;
    }
}
