package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.net.Authorities;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

/// Whom https connections trust: the JDK's authorities, or those of a PEM file. `SSL_CERT_FILE` names it, as it does for
/// doctl.
final class Sockets {
    private Sockets() {}

    /// @throws BeltException.InvalidInput if the file is unreadable or has no certificate
    static ConnectionSocketFactory secure(Settings settings) {
        String file = settings.authorities();
        if (file.isEmpty()) {
            return SSLConnectionSocketFactory.getSystemSocketFactory();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, Authorities.trust(file), null);
            return new SSLConnectionSocketFactory(context);
        } catch (IOException | GeneralSecurityException e) {
            throw new BeltException.InvalidInput(
                            DigitalOceanProblem.FILE,
                            "the authorities in " + file + " cannot be read",
                            e)
                    .withDetail(e.toString());
        }
    }
}
