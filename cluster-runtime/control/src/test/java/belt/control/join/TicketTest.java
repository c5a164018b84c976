package belt.control.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.api.Message;
import belt.api.Protocol;
import belt.control.FakeClock;
import belt.control.FakeLog;
import belt.control.dispatcher.ManagerDirectory;
import belt.control.ops.NodeOps;
import belt.control.ops.TicketOps;
import belt.control.roles.RaftMembership;
import belt.core.BeltException;
import belt.core.RandomId;
import belt.model.Availability;
import belt.model.Cluster;
import belt.model.ClusterId;
import belt.model.ClusterSpec;
import belt.model.JoinTicket;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Role;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import belt.pki.JoinToken;
import belt.store.Action;
import belt.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketTest {
    private static final Duration VALID = Duration.ofMinutes(30);

    private final FakeClock clock = new FakeClock();
    private final Store store = new Store();
    private final FakeLog log = new FakeLog(store, clock);
    private final ClusterCa ca = ClusterCa.create(clock);
    private final JoinToken ticket = JoinToken.create(ca.rootPem(), new SecureRandom());
    private final Admission admission =
            new Admission(store, log, new ManagerDirectory(store, Optional::empty), clock);
    private final TicketOps tickets = new TicketOps(log);
    private final NodeOps nodes = new NodeOps(store, log, new NoManagers(), clock);

    /// Nobody is in a Raft group here.
    private static final class NoManagers implements RaftMembership {
        @Override
        public Map<NodeId, Boolean> members() {
            return Map.of();
        }

        @Override
        public void add(NodeId id, String address) {}

        @Override
        public void transferLeadership(NodeId target) {}

        @Override
        public void remove(NodeId id) {}
    }

    @BeforeEach
    void makeTheCluster() {
        var cluster =
                new Cluster(
                        new ClusterId(RandomId.next()),
                        Meta.NEW,
                        ClusterSpec.DEFAULT,
                        JoinToken.create(ca.rootPem(), new SecureRandom()).text(),
                        JoinToken.create(ca.rootPem(), new SecureRandom()).text(),
                        ca.rootPem(),
                        ca.keyPem(),
                        List.of("10.0.0.0/8"),
                        24,
                        4789,
                        List.of());
        log.propose(List.of(new Action.PutCluster(cluster, 0)));
    }

    private void give(Role role, String... names) {
        tickets.put(
                new JoinTicket(
                        ticket.id(),
                        role,
                        "batch",
                        List.of(names),
                        clock.instant().plus(VALID),
                        List.of()));
    }

    private Message ask(String name, CertificateRequest request) {
        return admission
                .join(
                        new Message.JoinRequest(
                                Protocol.OLDEST,
                                Protocol.VERSION,
                                ticket.text(),
                                request.pem(),
                                name,
                                "10.0.0.7",
                                Availability.ACTIVE),
                        "10.0.0.7")
                .join();
    }

    private Message ask(String name) {
        return ask(name, CertificateRequest.create());
    }

    private static String refusal(Message answer) {
        return answer instanceof Message.Refusal(_, var text) ? text : answer.toString();
    }

    @Test
    void letsEachNamedMachineInOnceAsAWorker() {
        give(Role.WORKER, "w1", "w2");
        var request = CertificateRequest.create();
        var reply = (Message.JoinReply) ask("w1", request);
        var identity = request.identity(reply.certificate(), reply.rootCertificate());
        assertThat(identity.role()).isEqualTo(CertificateRole.WORKER);
        assertThat(identity.nodeId()).isEqualTo(reply.nodeId().value());
        assertThat(refusal(ask("w1")))
                .isEqualTo("the join ticket was used for w1 already, from 10.0.0.7");
        assertThat(refusal(ask("w3"))).isEqualTo("the join ticket is not for w3");
        assertThat(ask("w2")).isInstanceOf(Message.JoinReply.class);
        assertThat(store.<Integer>read(view -> view.nodes().size())).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestIsTheSameNodeAlsoAfterTheTicketExpired() {
        give(Role.WORKER, "w1");
        var request = CertificateRequest.create();
        var first = (Message.JoinReply) ask("w1", request);
        clock.advance(VALID.plusMinutes(1));
        var second = (Message.JoinReply) ask("w1", request);
        assertThat(second.nodeId()).isEqualTo(first.nodeId());
        assertThat(store.<Integer>read(view -> view.nodes().size())).isEqualTo(1);
    }

    @Test
    void refusesAfterItsTimeAndAfterItWasTakenBack() {
        give(Role.WORKER, "w1", "w2");
        clock.advance(VALID.plusSeconds(1));
        assertThat(refusal(ask("w1"))).isEqualTo("the join ticket has expired");
        give(Role.WORKER, "w1", "w2");
        assertThat(ask("w1")).isInstanceOf(Message.JoinReply.class);
        tickets.remove(ticket.id());
        assertThat(refusal(ask("w2"))).contains("valid join token is necessary");
    }

    @Test
    void twoWhoComeTogetherUnderOneNameAreNotBothLetIn() {
        give(Role.WORKER, "w1");
        log.atOnce(false);
        var one = send("w1");
        var other = send("w1");
        log.commitAll();
        assertThat(one.join()).isInstanceOf(Message.JoinReply.class);
        assertThat(refusal(other.join())).isEqualTo("the join ticket was used for w1 already");
        assertThat(store.<Integer>read(view -> view.nodes().size())).isEqualTo(1);
    }

    private java.util.concurrent.CompletableFuture<Message> send(String name) {
        return admission.join(
                new Message.JoinRequest(
                        Protocol.OLDEST,
                        Protocol.VERSION,
                        ticket.text(),
                        CertificateRequest.create().pem(),
                        name,
                        "10.0.0.7",
                        Availability.ACTIVE),
                "10.0.0.7");
    }

    @Test
    void aManagerWaitsForApprovalAndWeighsNothingUntilThen() {
        give(Role.MANAGER, "m1");
        var request = CertificateRequest.create();
        var waiting = (Message.JoinWaiting) ask("m1", request);
        Node node = store.read(view -> view.node(waiting.nodeId())).orElseThrow();
        assertThat(node.membership()).isEqualTo(Membership.PENDING);
        assertThat(node.spec().role()).isEqualTo(Role.WORKER);
        assertThatThrownBy(() ->
                        nodes.update(
                                node.id(),
                                node.meta().version(),
                                node.spec().withRole(Role.MANAGER)))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("waits for approval");
        clock.advance(Duration.ofDays(2)); // nights pass before somebody looks
        forgetOldTickets();
        assertThat(ask("m1", request)).isInstanceOf(Message.JoinWaiting.class);
        nodes.accept(node.id());
        var reply = (Message.JoinReply) ask("m1", request);
        assertThat(reply.role()).isEqualTo(Role.MANAGER);
        assertThat(reply.nodeId()).isEqualTo(node.id());
        var identity = request.identity(reply.certificate(), reply.rootCertificate());
        assertThat(identity.role()).isEqualTo(CertificateRole.MANAGER);
    }

    /// Another ticket is given out, and with it go those whose time is long over; not the one that somebody waits with.
    private void forgetOldTickets() {
        tickets.put(
                new JoinTicket(
                        "0".repeat(64),
                        Role.WORKER,
                        "other",
                        List.of("w1"),
                        clock.instant().plus(VALID),
                        List.of()));
    }

    @Test
    void whoWaitsIsRefusedOnceItWasRemoved() {
        give(Role.MANAGER, "m1");
        var request = CertificateRequest.create();
        var waiting = (Message.JoinWaiting) ask("m1", request);
        nodes.remove(waiting.nodeId(), false);
        assertThat(refusal(ask("m1", request))).contains("was removed from the cluster");
    }
}
