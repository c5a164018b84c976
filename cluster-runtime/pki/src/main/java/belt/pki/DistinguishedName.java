package belt.pki;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/// The three parts of a subject that we give meaning to. A name with two values for one of them is not read at all:
/// otherwise "which of the two roles counts" would be a question.
record DistinguishedName(
        @Nullable String organization, @Nullable String unit, @Nullable String commonName) {

    static DistinguishedName of(X500Principal principal) throws CertificateRejected {
        Map<String, String> values = new HashMap<>();
        try {
            for (var part : new LdapName(principal.getName(X500Principal.RFC2253)).getRdns()) {
                if (part.size() != 1
                        || !(part.getValue() instanceof String text)
                        || values.put(part.getType().toUpperCase(Locale.ROOT), text) != null) {
                    throw unreadable(principal, null);
                }
            }
        } catch (InvalidNameException e) {
            throw unreadable(principal, e);
        }
        return new DistinguishedName(values.get("O"), values.get("OU"), values.get("CN"));
    }

    private static CertificateRejected unreadable(
            X500Principal principal, @Nullable Throwable cause) {
        return new CertificateRejected(
                PkiProblem.UNTRUSTED,
                "certificate with subject " + principal + " is not one of this cluster's form",
                cause);
    }
}
