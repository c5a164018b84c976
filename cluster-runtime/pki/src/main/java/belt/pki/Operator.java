package belt.pki;

import java.security.cert.X509Certificate;

/// A person or a script, as the operator CA has named it.
///
/// @param name the subject's `CN`, as in logs and `belt cert ls`
/// @param role what it may do
public record Operator(String name, OperatorRole role) {
    /// The subject's `O` of every operator certificate.
    static final String ORGANIZATION = "belt-operator";

    public Operator {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an operator needs a name");
        }
    }

    /// Reads the subject of a verified certificate.
    ///
    /// @throws CertificateRejected if the subject has not the form of an operator's
    public static Operator of(X509Certificate certificate) throws CertificateRejected {
        var name = DistinguishedName.of(certificate.getSubjectX500Principal());
        String unit = name.unit();
        String commonName = name.commonName();
        var role = unit == null ? null : OperatorRole.findByUnit(unit).orElse(null);
        if (!ORGANIZATION.equals(name.organization())
                || role == null
                || commonName == null
                || commonName.isBlank()) {
            throw new CertificateRejected(
                    PkiProblem.WRONG_ROLE,
                    "certificate with subject "
                            + certificate.getSubjectX500Principal()
                            + " is not an operator's");
        }
        return new Operator(commonName, role);
    }
}
