package belt.pki;

import belt.core.BeltException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// What a CA has signed.
///
/// @param pem the certificate, followed by intermediate ones where there are any
/// @param notAfter the last moment at which it counts
public record IssuedCertificate(String pem, Instant notAfter) {
    /// The same, parsed.
    ///
    /// @throws BeltException.InvalidInput never for a certificate of our own making
    public List<X509Certificate> chain() {
        return Pem.certificates(pem);
    }
}
