package belt.agent.ingress;

import java.io.IOException;

/// One published port on this node.
interface Listener extends AutoCloseable {
    /// Binds the port on all addresses and begins to serve it.
    ///
    /// @throws IOException if it cannot be had, usually because somebody else listens on it
    void open() throws IOException;

    /// Takes no new connections. Those that exist go on.
    @Override
    void close();
}
