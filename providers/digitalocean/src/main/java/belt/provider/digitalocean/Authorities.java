package belt.provider.digitalocean;

import belt.core.BeltException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

/// Whom https connections trust: the JDK's authorities, or those of a PEM file, for compatible clouds with an authority of
/// their own. `SSL_CERT_FILE` names it, as it does for doctl.
final class Authorities {
    private Authorities() {}

    /// @throws BeltException.InvalidInput if the file is unreadable or has no certificate
    static ConnectionSocketFactory sockets(Settings settings) {
        return settings.authorities().isEmpty()
                ? SSLConnectionSocketFactory.getSystemSocketFactory()
                : new SSLConnectionSocketFactory(trusting(settings.authorities()));
    }

    private static SSLContext trusting(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw bad(file, new IOException("it has no certificate"));
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : all) {
                store.setCertificateEntry("ca" + number++, each);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | InvalidPathException | GeneralSecurityException e) {
            throw bad(file, e);
        }
    }

    private static BeltException bad(String file, Exception cause) {
        return new BeltException.InvalidInput(
                        DigitalOceanProblem.FILE,
                        "the authorities in " + file + " cannot be read",
                        cause)
                .withDetail(cause.toString());
    }
}
