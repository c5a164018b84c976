package belt.pki;

import belt.core.BeltException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Who this node is in which cluster: its key, the certificate for it, and the roots that it trusts. Immutable; a renewed
/// certificate is another identity.
///
/// @param member as the certificate names it
/// @param credentials key and chain
/// @param roots the cluster's root certificates; more than one only while a root is being replaced
public record NodeIdentity(Member member, Credentials credentials, List<X509Certificate> roots) {
    public NodeIdentity {
        roots = List.copyOf(roots);
    }

    /// Puts an identity together and checks that key, certificate and root fit. It does not ask for the date, so that an
    /// expired identity can still be looked at.
    ///
    /// @param chainPem the node's certificate, then intermediate ones
    /// @param rootPem the cluster's root, or the bundle of them
    /// @throws BeltException `pki.certificate-unreadable`, `pki.key-mismatch`, or `pki.untrusted` if the root has not
    ///     signed the chain
    public static NodeIdentity of(PrivateKey key, String chainPem, String rootPem) {
        var chain = Pem.certificates(chainPem);
        var roots = Pem.certificates(rootPem);
        var credentials = Credentials.of(key, chain, roots);
        try {
            var member = Member.of(chain.getFirst());
            var identity = new NodeIdentity(member, credentials, roots);
            SignedPath.require(chain, roots, identity.renewAt());
            return identity;
        } catch (CertificateRejected e) {
            throw e.toProblem();
        }
    }

    public String nodeId() {
        return member.nodeId();
    }

    public String clusterId() {
        return member.clusterId();
    }

    public CertificateRole role() {
        return member.role();
    }

    /// The roots as PEM, in the form over which a join token's digest is taken.
    public String rootPem() {
        return Pem.of(roots);
    }

    /// The first moment at which the certificate counts.
    public Instant notBefore() {
        return credentials.certificate().getNotBefore().toInstant();
    }

    /// The last moment at which the certificate counts.
    public Instant notAfter() {
        return credentials.certificate().getNotAfter().toInstant();
    }

    /// Half way between the two: from here on the certificate should be renewed.
    public Instant renewAt() {
        return notBefore().plus(Duration.between(notBefore(), notAfter()).dividedBy(2));
    }

    public boolean expiredAt(Instant moment) {
        return moment.isAfter(notAfter());
    }

    @Override
    public String toString() {
        return "NodeIdentity[" + member + ", until " + notAfter() + "]";
    }
}
