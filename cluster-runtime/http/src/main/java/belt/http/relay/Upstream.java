package belt.http.relay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A connection to the server behind us: the engine's Unix socket, or the leader over TLS. Blocking.
interface Upstream extends Closeable {
    /// Reads at least one byte into the buffer; -1 at the end.
    int read(ByteBuffer into) throws IOException;

    /// Writes everything that remains in the buffer.
    void write(ByteBuffer from) throws IOException;

    /// Says that nothing more will be written; reading goes on.
    void shutdownOutput() throws IOException;

    /// Closes without a word about failures.
    default void abandon() {
        try {
            close();
        } catch (IOException e) {
            // nothing is left to be done with a connection that we give up
        }
    }
}
