package belt.provider.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Trusts the authorities of a PEM file instead of the JDK's: for compatible clouds with an authority of their own, and
/// networks whose proxy looks into https.
public final class Authorities {
    private Authorities() {}

    /// @param file its path
    /// @throws IOException if it is unreadable or has no certificate; the message says which
    public static TrustManager[] trust(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException("it has no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : all) {
                store.setCertificateEntry("ca" + number++, each);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (InvalidPathException | GeneralSecurityException e) {
            throw new IOException(e.toString(), e);
        }
    }
}
