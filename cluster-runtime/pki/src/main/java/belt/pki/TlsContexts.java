package belt.pki;

import belt.core.BeltException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// JSSE contexts for those who speak TLS through the JDK: the Docker API's server and its clients.
///
/// A context cannot forbid older protocols by itself: whoever makes sockets or engines from it enables
/// {@link #PROTOCOL} alone.
public final class TlsContexts {
    /// The only TLS version that belt speaks.
    public static final String PROTOCOL = "TLSv1.3";

    private TlsContexts() {}

    /// A context with our own managers, for servers and for clients inside the cluster. Names are not compared.
    public static SSLContext of(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
        return context(keys, new TrustManager[] {trust});
    }

    /// A client that presents these credentials and accepts servers whose certificate one of the roots has signed. The
    /// JDK's own trust manager compares the server's name where the caller's HTTP library asks for it.
    ///
    /// @param roots the operator CA, as in `certs/ca.pem`
    public static SSLContext client(Credentials credentials, List<X509Certificate> roots) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < roots.size(); i++) {
                store.setCertificateEntry("root" + i, roots.get(i));
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return context(new CurrentKeyManager(() -> credentials), factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new BeltException.Bug("an empty key store in memory cannot fail", e);
        }
    }

    private static SSLContext context(X509ExtendedKeyManager keys, TrustManager[] trust) {
        try {
            var context = SSLContext.getInstance(PROTOCOL);
            context.init(new KeyManager[] {keys}, trust, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new BeltException.Bug("this Java has no TLS 1.3", e);
        }
    }
}
