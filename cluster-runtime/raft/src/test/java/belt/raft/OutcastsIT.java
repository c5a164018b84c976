package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.CheckingTrustManager;
import belt.pki.ClusterCa;
import belt.pki.CurrentIdentity;
import belt.pki.CurrentKeyManager;
import belt.pki.Member;
import belt.pki.MemberCheck;
import belt.store.TxResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The others come back after one manager has gone on without them.
class OutcastsIT {
    private final ClusterCa ca = ClusterCa.create(InstantSource.system());
    @TempDir private Path directory;

    private RaftSettings withTls(RaftSettings plain) {
        RaftSettings.Member member = plain.member();
        var request = CertificateRequest.create();
        var issued =
                ca.sign(
                        request.pem(),
                        new Member(
                                member.cluster().value(),
                                CertificateRole.MANAGER,
                                member.id().value()),
                        List.of("127.0.0.1"),
                        ClusterCa.DEFAULT_VALIDITY);
        var current = new CurrentIdentity(request.identity(issued.pem(), ca.rootPem()));
        var outcasts = Outcasts.in(plain.directory());
        var tls =
                new RaftSettings.PeerTls(
                        CurrentKeyManager.of(current),
                        new CheckingTrustManager(
                                MemberCheck.managersOnly(current, InstantSource.system())
                                        .except(peer -> outcasts.contains(peer.nodeId()))));
        return new RaftSettings(
                member, plain.directory(), tls, plain.elections(), plain.log(), plain.snapshots());
    }

    @Test
    void areNotHeardUntilTheyBeginAnew() throws Exception {
        try (TestGroup group = TestGroup.of(3, directory, this::withTls)) {
            Samples.put(group.leader().node(), "before");
            group.awaitSame();
            group.stopAll();
            RaftNode.makeSole(group.get(0).settings);
            TestManager sole = group.restart(0).leading();
            assertThat(Samples.put(sole.node(), "since")).isInstanceOf(TxResult.Committed.class);

            TestManager second = group.restart(1);
            TestManager third = group.restart(2);
            TestManager other = eitherLeads(second, third);
            assertThat(Samples.put(other.node(), "elsewhere"))
                    .isInstanceOf(TxResult.Committed.class);
            assertThat(Samples.put(sole.node(), "later")).isInstanceOf(TxResult.Committed.class);
            assertThat(sole.events).doesNotContain("lost");
            assertThat(sole.node().status().peers()).isEmpty();

            // with what it holds it may not come in, and is not heard afterwards either
            assertThatThrownBy(() -> add(sole, other))
                    .isInstanceOfSatisfying(
                            BeltException.Refused.class,
                            e -> assertThat(e.code()).isEqualTo(RaftProblem.STATE_EXISTS));
            assertThat(Outcasts.in(sole.settings.directory()).contains(other.id().value()))
                    .isTrue();

            other.close();
            RaftNode.wipe(other.settings.directory());
            try (var anew = new TestManager(other.settings).start(StartMode.JOIN)) {
                add(sole, anew);
                anew.awaitApplied(sole.node().status().position().applied());
                assertThat(anew.snapshot()).isEqualTo(sole.snapshot());
            }
        }
    }

    private static void add(TestManager leader, TestManager joiner) {
        leader.node()
                .addMember(joiner.id(), joiner.settings.member().address(), TestManager.PATIENCE);
    }

    private static TestManager eitherLeads(TestManager one, TestManager two) throws Exception {
        boolean led =
                Deadline.in(TestManager.PATIENCE)
                        .await(
                                Duration.ofMillis(5),
                                () -> one.node().isLeader() || two.node().isLeader());
        assertThat(led).isTrue();
        return one.node().isLeader() ? one : two;
    }
}
