package belt.pki;

import belt.core.BeltException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/// Why a peer's certificate was not accepted. It is a checked {@link CertificateException} because JSSE's trust managers
/// may throw nothing else; {@link #toProblem()} turns it into the failure that may cross a room's boundary.
public final class CertificateRejected extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final PkiProblem code;

    /// @param code the typed reason
    /// @param message who and what, with the value seen
    /// @param cause the library's own failure, null where the check was ours
    public CertificateRejected(PkiProblem code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public CertificateRejected(PkiProblem code, String message) {
        this(code, message, null);
    }

    /// The typed reason.
    public PkiProblem code() {
        return code;
    }

    /// The same as a failure for people and other rooms.
    public BeltException toProblem() {
        String message = getMessage();
        return new BeltException.MissingCredentials(
                code, message == null ? code.id() : message, this);
    }

    /// The rejection in a failure's chain of causes, where a TLS engine has wrapped it; null if there is none.
    public static @Nullable CertificateRejected in(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CertificateRejected rejected) {
                return rejected;
            }
        }
        return null;
    }
}
