package belt.pki;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Lets in the nodes of our own cluster, by role. Cluster and roots are taken from the identity at the moment of each
/// check, so a replaced root counts at once.
///
/// A worker's certificate is as genuine as a manager's: whoever only asks "is it signed by our CA" lets any worker into
/// Raft. So the role is always part of the question.
public final class MemberCheck implements ChainCheck<Member> {
    private final Supplier<NodeIdentity> identity;
    private final InstantSource clock;
    private final Set<CertificateRole> roles;
    private final Predicate<Member> removed;

    private MemberCheck(
            Supplier<NodeIdentity> identity,
            InstantSource clock,
            Set<CertificateRole> roles,
            Predicate<Member> removed) {
        this.identity = identity;
        this.clock = clock;
        this.roles = roles;
        this.removed = removed;
    }

    /// Managers of the cluster only: Raft peers, and servers on the cluster port.
    public static MemberCheck managersOnly(Supplier<NodeIdentity> identity, InstantSource clock) {
        return new MemberCheck(identity, clock, EnumSet.of(CertificateRole.MANAGER), _ -> false);
    }

    /// Every node of the cluster.
    public static MemberCheck anyMember(Supplier<NodeIdentity> identity, InstantSource clock) {
        return new MemberCheck(identity, clock, EnumSet.allOf(CertificateRole.class), _ -> false);
    }

    /// The same check, which also refuses those that were removed from the cluster although their certificate still
    /// counts.
    ///
    /// @param isRemoved asked on every handshake, so it must be fast and must not block
    public MemberCheck except(Predicate<Member> isRemoved) {
        return new MemberCheck(identity, clock, roles, isRemoved);
    }

    @Override
    public Member verify(List<X509Certificate> chain) throws CertificateRejected {
        if (chain.isEmpty()) {
            throw new CertificateRejected(
                    PkiProblem.CERTIFICATE_MISSING, "peer has presented no certificate");
        }
        var leaf = chain.getFirst();
        var member = Member.of(leaf);
        var own = identity.get();
        if (!member.clusterId().equals(own.clusterId())) {
            throw new CertificateRejected(
                    PkiProblem.WRONG_CLUSTER,
                    "node "
                            + member.nodeId()
                            + " belongs to cluster "
                            + member.clusterId()
                            + ", this is cluster "
                            + own.clusterId());
        }
        SignedPath.require(chain, own.roots(), clock.instant());
        KeyUse.CLIENT.require(leaf);
        KeyUse.SERVER.require(leaf);
        if (!roles.contains(member.role())) {
            throw new CertificateRejected(
                    PkiProblem.WRONG_ROLE,
                    "node "
                            + member.nodeId()
                            + " is "
                            + member.role().organizationalUnit()
                            + ", only "
                            + CertificateRole.MANAGER.organizationalUnit()
                            + " may do this");
        }
        if (removed.test(member)) {
            throw new CertificateRejected(
                    PkiProblem.REMOVED,
                    "node " + member.nodeId() + " was removed from the cluster");
        }
        return member;
    }
}
