package belt.pki;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;

/// The two extended key usages that matter here (RFC 5280 §4.2.1.12); the JDK's PKIX check leaves them to its caller.
enum KeyUse {
    SERVER("1.3.6.1.5.5.7.3.1"),
    CLIENT("1.3.6.1.5.5.7.3.2");

    private final String oid;

    KeyUse(String oid) {
        this.oid = oid;
    }

    void require(X509Certificate certificate) throws CertificateRejected {
        try {
            var uses = certificate.getExtendedKeyUsage();
            if (uses == null || !uses.contains(oid)) {
                throw new CertificateRejected(
                        PkiProblem.UNTRUSTED,
                        "certificate of "
                                + certificate.getSubjectX500Principal()
                                + " is not meant for a TLS "
                                + (this == SERVER ? "server" : "client"));
            }
        } catch (CertificateParsingException e) {
            throw new CertificateRejected(
                    PkiProblem.UNTRUSTED,
                    "certificate of "
                            + certificate.getSubjectX500Principal()
                            + " has damaged extensions",
                    e);
        }
    }
}
