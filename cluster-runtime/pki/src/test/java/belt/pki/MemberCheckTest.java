package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.RandomId;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberCheckTest {
    private final SettableClock clock = new SettableClock();
    private final TestCluster cluster = TestCluster.create(clock);
    private final NodeIdentity manager = cluster.node(CertificateRole.MANAGER);
    private final NodeIdentity worker = cluster.node(CertificateRole.WORKER);
    private final MemberCheck managers = MemberCheck.managersOnly(() -> manager, clock);
    private final MemberCheck anybody = MemberCheck.anyMember(() -> manager, clock);

    @Test
    void letsMembersIn() throws Exception {
        assertThat(managers.verify(chain(manager))).isEqualTo(manager.member());
        assertThat(anybody.verify(chain(worker))).isEqualTo(worker.member());
        assertThat(managers.verify(TestCluster.served(manager))).isEqualTo(manager.member());
    }

    @Test
    void letsNoWorkerInWhereOnlyManagersMayGo() {
        refuses(PkiProblem.WRONG_ROLE, managers, chain(worker));
    }

    @Test
    void namesBothClusters() {
        var stranger = TestCluster.create(clock).node(CertificateRole.MANAGER);
        refuses(PkiProblem.WRONG_CLUSTER, anybody, chain(stranger));
        assertThatThrownBy(() -> anybody.verify(chain(stranger)))
                .hasMessageContaining(stranger.clusterId())
                .hasMessageContaining(cluster.id());
    }

    @Test
    void refusesAForgedMember() {
        var forger = new TestCluster(cluster.id(), ClusterCa.create(clock), clock);
        var forged = forger.node(CertificateRole.MANAGER, manager.nodeId());
        refuses(PkiProblem.UNTRUSTED, anybody, chain(forged));
        // the true root behind it does not help
        refuses(
                PkiProblem.UNTRUSTED,
                anybody,
                List.of(forged.credentials().certificate(), cluster.ca().root()));
    }

    @Test
    void refusesAMemberThatActsAsCa() {
        var member = new Member(cluster.id(), CertificateRole.MANAGER, RandomId.next());
        var keys = CertificateRequest.create();
        var authority = Authority.of(cluster.ca().rootPem(), cluster.ca().keyPem(), clock);
        assertThat(authority.certificate()).isEqualTo(cluster.ca().root());
        // a leaf of the true CA in front of a certificate that the leaf's key has signed
        var fake =
                new TestCluster(cluster.id(), ClusterCa.create(clock), clock)
                        .ca()
                        .issue(keys.publicKey(), member, List.of(), Duration.ofDays(1));
        refuses(
                PkiProblem.UNTRUSTED,
                anybody,
                List.of(fake.chain().getFirst(), manager.credentials().certificate()));
    }

    @Test
    void refusesTheRootItself() {
        refuses(PkiProblem.UNTRUSTED, anybody, List.of(cluster.ca().root()));
    }

    @Test
    void refusesNothing() {
        refuses(PkiProblem.CERTIFICATE_MISSING, anybody, List.of());
    }

    @Test
    void knowsTheTime() {
        clock.advance(Duration.ofDays(91));
        refuses(PkiProblem.EXPIRED, anybody, chain(worker));
        clock.advance(Duration.ofDays(-92));
        refuses(PkiProblem.NOT_YET_VALID, anybody, chain(worker));
    }

    @Test
    void forgivesAClockThatIsHalfAnHourSlow() throws Exception {
        clock.advance(Duration.ofMinutes(-30));
        assertThat(anybody.verify(chain(worker))).isEqualTo(worker.member());
    }

    @Test
    void refusesTheRemoved() throws Exception {
        var check = anybody.except(member -> member.nodeId().equals(worker.nodeId()));
        refuses(PkiProblem.REMOVED, check, chain(worker));
        assertThat(check.verify(chain(manager))).isEqualTo(manager.member());
    }

    @Test
    void tellsAManagerByTheTokenAlone() throws Exception {
        var token = JoinToken.create(cluster.ca().rootPem(), new SecureRandom());
        var check = new TokenCheck(token, clock);
        assertThat(check.verify(TestCluster.served(manager))).isEqualTo(manager.member());
        refuses(PkiProblem.WRONG_ROLE, check, TestCluster.served(worker));
        refuses(PkiProblem.TOKEN_OTHER_CLUSTER, check, chain(manager));
        var stranger = TestCluster.create(clock).node(CertificateRole.MANAGER);
        refuses(PkiProblem.TOKEN_OTHER_CLUSTER, check, TestCluster.served(stranger));
        // a stranger who shows the right root without being signed by it
        refuses(
                PkiProblem.UNTRUSTED,
                check,
                List.of(stranger.credentials().certificate(), cluster.ca().root()));
    }

    @Test
    void knowsOperatorsFromManagers() throws Exception {
        var operators = OperatorCa.create(clock);
        var current = new CurrentIdentity();
        var check = new ApiClientCheck(List.of(operators.root()), current, clock);
        var keys = OperatorCa.newKeyPair();
        var alice = new Operator("alice", OperatorRole.ADMIN);
        var hers = operators.client(keys.getPublic(), alice).chain();
        assertThat(check.verify(hers)).isEqualTo(new ApiClient.OfOperator(alice));
        refuses(PkiProblem.UNTRUSTED, check, chain(manager));
        current.replace(manager);
        assertThat(check.verify(hers)).isEqualTo(new ApiClient.OfOperator(alice));
        assertThat(check.verify(chain(manager)))
                .isEqualTo(new ApiClient.OfManager(manager.member()));
        refuses(PkiProblem.WRONG_ROLE, check, chain(worker));
        refuses(
                PkiProblem.UNTRUSTED,
                check,
                OperatorCa.create(clock).client(keys.getPublic(), alice).chain());
        refuses(
                PkiProblem.UNTRUSTED,
                new ApiClientCheck(List.of(operators.root()), new CurrentIdentity(), clock),
                operators.server(keys.getPublic(), "node1", List.of("10.0.0.1")).chain());
    }

    private static List<X509Certificate> chain(NodeIdentity identity) {
        return identity.credentials().chain();
    }

    private static void refuses(PkiProblem code, ChainCheck<?> check, List<X509Certificate> chain) {
        assertThatThrownBy(() -> check.verify(chain))
                .isInstanceOfSatisfying(
                        CertificateRejected.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
