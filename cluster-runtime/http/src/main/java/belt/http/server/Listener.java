package belt.http.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/// Where the API listens.
public sealed interface Listener {
    /// The socket's path or the address, for messages.
    default String where() {
        return switch (this) {
            case Unix(var path, _) -> path.toString();
            case Tls(var address, _) ->
                    address.getAddress().getHostAddress() + ":" + address.getPort();
        };
    }

    /// A Unix socket, root and one group only: who may write to it is root on this node.
    ///
    /// @param path the socket file; a stale one is replaced, one that answers is an error
    /// @param group owns the socket beside root, mode 0660; where no such group exists the mode is 0600
    record Unix(Path path, String group) implements Listener {}

    /// TLS 1.3 with mandatory client certificates. 1.3 only, since a hijacked stream needs half-close by `close_notify`,
    /// which the JDK's TLS 1.2 does not have.
    ///
    /// @param address to bind to; port 0 takes a free one
    /// @param context brings the server's key and decides which clients are let in; it may hand out renewed keys while
    ///     the server runs
    record Tls(InetSocketAddress address, SSLContext context) implements Listener {}
}
