package belt.daemon;

import belt.core.BeltException;
import belt.pki.Credentials;
import belt.pki.CurrentIdentity;
import belt.pki.Pem;
import belt.pki.TlsContexts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How a manager calls the leader's Docker API: with its node certificate, believing the operator CA that signed the
/// leader's. One context as long as the certificate is the same.
final class ForwardingTls implements Supplier<SSLContext> {
    private record Made(Credentials credentials, SSLContext context) {}

    private final DaemonConfig config;
    private final CurrentIdentity identity;
    private @Nullable Made last;

    ForwardingTls(DaemonConfig config, CurrentIdentity identity) {
        this.config = config;
        this.identity = identity;
    }

    @Override
    public synchronized SSLContext get() {
        Credentials credentials = identity.get().credentials();
        Made made = last;
        if (made != null && made.credentials().equals(credentials)) {
            return made.context();
        }
        try {
            var roots = Pem.certificates(Files.readString(config.tlsDir().resolve("ca.pem")));
            SSLContext context = TlsContexts.client(credentials, roots);
            last = new Made(credentials, context);
            return context;
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE,
                    "the operator CA in " + config.tlsDir() + " cannot be read",
                    e);
        }
    }
}
