package belt.pki;

import java.util.Optional;

/// What an operator's client certificate allows on the Docker API, from the subject's `OU`.
public enum OperatorRole {
    /// Everything.
    ADMIN("belt-admin"),
    /// Reading only.
    VIEWER("belt-viewer");

    private final String organizationalUnit;

    OperatorRole(String organizationalUnit) {
        this.organizationalUnit = organizationalUnit;
    }

    /// The `OU` value: `belt-admin` or `belt-viewer`.
    public String organizationalUnit() {
        return organizationalUnit;
    }

    /// The role with this `OU`; empty for anything else.
    public static Optional<OperatorRole> findByUnit(String unit) {
        for (OperatorRole role : values()) {
            if (role.organizationalUnit.equals(unit)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
