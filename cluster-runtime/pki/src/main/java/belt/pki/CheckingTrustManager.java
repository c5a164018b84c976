package belt.pki;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A JSSE trust manager around one {@link ChainCheck}, the same for clients and servers and for every kind of socket.
/// Host names are not compared: a node's identity is its key, its addresses may change.
public final class CheckingTrustManager extends X509ExtendedTrustManager {
    private final ChainCheck<?> check;

    public CheckingTrustManager(ChainCheck<?> check) {
        this.check = check;
    }

    @Override
    public void checkClientTrusted(
            X509Certificate @Nullable [] chain, @Nullable String authType, @Nullable Socket socket)
            throws CertificateException {
        verify(chain);
    }

    @Override
    public void checkServerTrusted(
            X509Certificate @Nullable [] chain, @Nullable String authType, @Nullable Socket socket)
            throws CertificateException {
        verify(chain);
    }

    @Override
    public void checkClientTrusted(
            X509Certificate @Nullable [] chain,
            @Nullable String authType,
            @Nullable SSLEngine engine)
            throws CertificateException {
        verify(chain);
    }

    @Override
    public void checkServerTrusted(
            X509Certificate @Nullable [] chain,
            @Nullable String authType,
            @Nullable SSLEngine engine)
            throws CertificateException {
        verify(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, @Nullable String authType)
            throws CertificateException {
        verify(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, @Nullable String authType)
            throws CertificateException {
        verify(chain);
    }

    /// None: with names in the request, Go's TLS (the docker CLI) sends no certificate at all where it finds no match,
    /// and all our roots have the same name anyway.
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void verify(X509Certificate @Nullable [] chain) throws CertificateException {
        check.verify(chain == null ? List.of() : List.of(chain));
    }
}
