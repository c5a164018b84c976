package belt.pki;

import java.security.cert.X509Certificate;
import java.util.List;

/// Decides whether the certificates that a peer has presented let it in, and as whom. Used by trust managers inside a
/// handshake, and by `transport` right after one.
///
/// @param <P> what the peer turns out to be
@FunctionalInterface
public interface ChainCheck<P> {
    /// @param chain the peer's certificate first; the TLS layer has already seen a proof of its key
    /// @throws CertificateRejected with the reason; never anything else for a bad certificate
    P verify(List<X509Certificate> chain) throws CertificateRejected;
}
