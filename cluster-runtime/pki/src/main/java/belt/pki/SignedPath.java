package belt.pki;

import belt.core.BeltException;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Checks that one of our roots has signed a chain, with the JDK's PKIX rules: signatures, validity, basic constraints,
/// algorithms. Revocation lists do not exist here; removed nodes are refused by name.
final class SignedPath {
    /// A leaf, a cross-signed intermediate, and one to spare: a longer chain is not ours.
    private static final int LONGEST = 3;

    private SignedPath() {}

    static void require(List<X509Certificate> chain, List<X509Certificate> roots, Instant at)
            throws CertificateRejected {
        // servers send the root along for those who join; as an anchor it has no place in the path
        var path = chain.stream().filter(each -> !roots.contains(each)).toList();
        if (path.isEmpty() || path.size() > LONGEST) {
            throw new CertificateRejected(
                    PkiProblem.UNTRUSTED,
                    "chain of " + chain.size() + " certificates is not one of this cluster");
        }
        try {
            var parameters = new PKIXParameters(anchors(roots));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path),
                            parameters);
        } catch (CertPathValidatorException e) {
            throw rejected(path.getFirst(), at, e);
        } catch (CertificateException | InvalidAlgorithmParameterException e) {
            throw rejected(path.getFirst(), at, e);
        } catch (GeneralSecurityException e) {
            throw new BeltException.Bug("every Java has PKIX", e);
        }
    }

    private static Set<TrustAnchor> anchors(List<X509Certificate> roots) {
        var anchors = new HashSet<TrustAnchor>();
        roots.forEach(root -> anchors.add(new TrustAnchor(root, null)));
        return anchors;
    }

    private static CertificateRejected rejected(
            X509Certificate leaf, Instant at, GeneralSecurityException cause) {
        String subject = leaf.getSubjectX500Principal().toString();
        var reason = cause instanceof CertPathValidatorException e ? e.getReason() : null;
        if (reason == BasicReason.EXPIRED) {
            return new CertificateRejected(
                    PkiProblem.EXPIRED,
                    "certificate of "
                            + subject
                            + " has expired at "
                            + leaf.getNotAfter().toInstant()
                            + ", it is "
                            + at,
                    cause);
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return new CertificateRejected(
                    PkiProblem.NOT_YET_VALID,
                    "certificate of "
                            + subject
                            + " counts from "
                            + leaf.getNotBefore().toInstant()
                            + ", it is "
                            + at,
                    cause);
        }
        return new CertificateRejected(
                PkiProblem.UNTRUSTED,
                "certificate of " + subject + " is not signed by this cluster's CA",
                cause);
    }
}
