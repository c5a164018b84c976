package belt.provision.ssh;

import belt.core.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What proves who we are.
public sealed interface SshIdentity {
    /// A private key in a file, in OpenSSH's or PEM form. A certificate beside it (`-cert.pub`) is used too.
    ///
    /// @param file the private key
    /// @param passphrase opens the key; null if it is not encrypted
    record KeyFile(Path file, @Nullable Secret passphrase) implements SshIdentity {}

    /// A running SSH agent. Only keys that it holds are tried.
    ///
    /// @param socket its Unix socket, the value of `SSH_AUTH_SOCK`
    record Agent(Path socket) implements SshIdentity {}

    /// An unencrypted key file.
    static SshIdentity keyFile(Path file) {
        return new KeyFile(file, null);
    }
}
