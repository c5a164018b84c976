package belt.provider.aws;

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
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Trusts the authorities of a PEM file instead of the JDK's, as AWS's own tools do for `AWS_CA_BUNDLE`: for compatible
/// clouds with an authority of their own.
final class CaBundle {
    private CaBundle() {}

    /// @throws BeltException.InvalidInput if the file is unreadable or has no certificate
    static TrustManager[] trust(AwsSettings settings, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw settings.options().bad("ca-bundle", "it has no certificate");
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
        } catch (IOException | InvalidPathException | GeneralSecurityException e) {
            throw settings.options().bad("ca-bundle", "it cannot be read: " + e);
        }
    }
}
