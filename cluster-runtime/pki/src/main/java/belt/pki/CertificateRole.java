package belt.pki;

import java.util.Optional;

/// The role of a node as its certificate states it, in the subject's `OU`. It may lag behind the role in the store: a
/// promoted node has the new role on the wire once it has fetched a new certificate.
public enum CertificateRole {
    MANAGER("swarm-manager"),
    WORKER("swarm-worker");

    private final String organizationalUnit;

    CertificateRole(String organizationalUnit) {
        this.organizationalUnit = organizationalUnit;
    }

    /// The `OU` value, also one of the certificate's DNS names: `swarm-manager` or `swarm-worker`.
    public String organizationalUnit() {
        return organizationalUnit;
    }

    /// The role with this `OU`; empty for anything else.
    public static Optional<CertificateRole> findByUnit(String unit) {
        for (CertificateRole role : values()) {
            if (role.organizationalUnit.equals(unit)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
