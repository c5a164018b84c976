package belt.pki;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;

/// How a node that knows nothing but a join token recognises a manager: the root that the server sends along has the
/// token's digest, that root has signed the server's certificate, and the certificate is a manager's. One handshake
/// settles it, so the token's secret only ever travels to a verified manager.
public final class TokenCheck implements ChainCheck<Member> {
    private final JoinToken token;
    private final InstantSource clock;

    public TokenCheck(JoinToken token, InstantSource clock) {
        this.token = token;
        this.clock = clock;
    }

    @Override
    public Member verify(List<X509Certificate> chain) throws CertificateRejected {
        if (chain.isEmpty()) {
            throw new CertificateRejected(
                    PkiProblem.CERTIFICATE_MISSING, "manager has presented no certificate");
        }
        var roots = matchingRoots(chain);
        if (roots.isEmpty()) {
            throw new CertificateRejected(
                    PkiProblem.TOKEN_OTHER_CLUSTER,
                    "the node that answered ("
                            + chain.getFirst().getSubjectX500Principal()
                            + ") does not belong to the cluster of the join token");
        }
        SignedPath.require(chain, roots, clock.instant());
        KeyUse.SERVER.require(chain.getFirst());
        var member = Member.of(chain.getFirst());
        if (member.role() != CertificateRole.MANAGER) {
            throw new CertificateRejected(
                    PkiProblem.WRONG_ROLE,
                    "node " + member.nodeId() + " is not a manager and cannot let anybody join");
        }
        return member;
    }

    /// The roots behind the leaf that are the token's: all of them together, or one alone while a root is replaced.
    private List<X509Certificate> matchingRoots(List<X509Certificate> chain) {
        var roots =
                chain.stream()
                        .filter(each ->
                                each.getIssuerX500Principal()
                                        .equals(each.getSubjectX500Principal()))
                        .toList();
        if (token.isRoot(Pem.of(roots))) {
            return roots;
        }
        return roots.stream().filter(each -> token.isRoot(Pem.of(each))).toList();
    }
}
