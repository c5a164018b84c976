package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.model.ClusterId;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.CheckingTrustManager;
import belt.pki.ClusterCa;
import belt.pki.CurrentIdentity;
import belt.pki.CurrentKeyManager;
import belt.pki.Member;
import belt.pki.MemberCheck;
import belt.pki.NodeIdentity;
import belt.store.TxResult;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Managers speak TLS to each other, and only managers of this cluster are let in.
class PeerTlsIT {
    private final ClusterId cluster = new ClusterId(RandomId.next());
    private final ClusterCa ca = ClusterCa.create(InstantSource.system());
    @TempDir Path directory;

    private NodeIdentity identity(CertificateRole role, String id) {
        var request = CertificateRequest.create();
        var issued =
                ca.sign(
                        request.pem(),
                        new Member(cluster.value(), role, id),
                        List.of("127.0.0.1"),
                        ClusterCa.DEFAULT_VALIDITY);
        return request.identity(issued.pem(), ca.rootPem());
    }

    private TestManager manager(String name, CertificateRole role) {
        RaftSettings plain = TestManager.settings(cluster, directory.resolve(name));
        var current = new CurrentIdentity(identity(role, plain.member().id().value()));
        return new TestManager(withTls(plain, current));
    }

    private static RaftSettings withTls(RaftSettings plain, CurrentIdentity current) {
        var tls =
                new RaftSettings.PeerTls(
                        CurrentKeyManager.of(current),
                        new CheckingTrustManager(
                                MemberCheck.managersOnly(current, InstantSource.system())));
        return new RaftSettings(
                plain.member(),
                plain.directory(),
                tls,
                plain.elections(),
                plain.log(),
                plain.snapshots());
    }

    private static void add(TestManager leader, TestManager joiner) {
        leader.node()
                .addMember(joiner.id(), joiner.settings.member().address(), TestManager.PATIENCE);
    }

    @Test
    void managersReplicateAndAWorkerIsRefused() throws Exception {
        try (var first = manager("a", CertificateRole.MANAGER).start(StartMode.NEW_CLUSTER);
                var second = manager("b", CertificateRole.MANAGER).start(StartMode.JOIN);
                var worker = manager("w", CertificateRole.WORKER).start(StartMode.JOIN)) {
            first.leading();
            add(first, second);
            assertThat(Samples.put(first.node(), "a")).isInstanceOf(TxResult.Committed.class);
            second.awaitApplied(first.node().status().position().applied());
            assertThat(second.snapshot()).isEqualTo(first.snapshot());

            // the leader does not talk to a worker
            assertThatThrownBy(() -> add(first, worker))
                    .isInstanceOfSatisfying(
                            BeltException.Unreachable.class,
                            e -> assertThat(e.code()).isEqualTo(RaftProblem.MEMBER_UNREACHABLE));
            // nor does it let one ask
            assertRefused(worker.settings, first);
            // nor somebody without any certificate
            assertRefused(TestManager.settings(cluster, directory.resolve("plain")), first);
            assertRefused(second.settings, first, false);
            assertThat(first.node().status().peers()).hasSize(1);
            assertThat(worker.node().status().position().term()).isZero();
        }
    }

    private static void assertRefused(RaftSettings asking, TestManager asked) {
        assertRefused(asking, asked, true);
    }

    private static void assertRefused(RaftSettings asking, TestManager asked, boolean refused) {
        var member = asked.settings.member();
        var probe = new PeerProbe(asking);
        if (refused) {
            assertThatThrownBy(() -> probe.requireGroup(member.id(), member.address()))
                    .isInstanceOf(BeltException.Unreachable.class);
        } else {
            probe.requireGroup(member.id(), member.address());
        }
    }
}
