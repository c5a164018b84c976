package belt.pki;

import java.security.cert.X509Certificate;

/// A node as its certificate names it.
///
/// @param clusterId the subject's `O`, 25 characters
/// @param role from the subject's `OU`
/// @param nodeId the subject's `CN`, 25 characters
public record Member(String clusterId, CertificateRole role, String nodeId) {
    public Member {
        if (clusterId.isBlank() || nodeId.isBlank()) {
            throw new IllegalArgumentException("a member needs a cluster id and a node id");
        }
    }

    /// Reads the subject. It checks no signature: only for certificates that were verified, or to say who was refused.
    ///
    /// @throws CertificateRejected if the subject has not the form of a node certificate
    public static Member of(X509Certificate certificate) throws CertificateRejected {
        var name = DistinguishedName.of(certificate.getSubjectX500Principal());
        String clusterId = name.organization();
        String nodeId = name.commonName();
        String unit = name.unit();
        var role = unit == null ? null : CertificateRole.findByUnit(unit).orElse(null);
        if (clusterId == null
                || clusterId.isBlank()
                || nodeId == null
                || nodeId.isBlank()
                || role == null) {
            throw new CertificateRejected(
                    PkiProblem.UNTRUSTED,
                    "certificate with subject "
                            + certificate.getSubjectX500Principal()
                            + " is not a node's");
        }
        return new Member(clusterId, role, nodeId);
    }
}
