package belt.transport;

import belt.core.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// Files for machines that are no nodes yet: they have nothing that speaks frames, but something that speaks HTTPS. Who
/// asks shows no certificate; what it shows is up to the implementation.
@FunctionalInterface
public interface Downloads {
    /// There are none: clients that ask for HTTP are told so in the handshake.
    Downloads NONE = (_, _) -> Optional.empty();

    /// Finds a file. Called on a thread that may block.
    ///
    /// @param path the path of the request, from its first slash on
    /// @param bearer the credential that came along; empty text if there was none
    /// @return empty if there is no such file
    /// @throws NotAllowed if this credential gets nothing
    Optional<Path> find(String path, Secret bearer) throws NotAllowed;

    /// The credential does not open anything.
    final class NotAllowed extends Exception {
        private static final long serialVersionUID = 1L;

        public NotAllowed(String message) {
            super(message);
        }
    }
}
