package belt.control.join;

import belt.api.Message;
import belt.api.Protocol;
import belt.control.dispatcher.ManagerDirectory;
import belt.core.BeltException;
import belt.core.RandomId;
import belt.core.Secret;
import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Role;
import belt.pki.IssuedCertificate;
import belt.pki.JoinToken;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.TxResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets nodes in, and renews members' certificates (swarm-semantics §5.3). The leader signs; any manager tells the root.
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final String NEEDS_TOKEN =
            "A valid join token is necessary to join this cluster";

    private final Store store;
    private final Proposer proposer;
    private final ManagerDirectory managers;
    private final Signing signing;
    private final TicketDesk tickets;

    public Admission(
            Store store, Proposer proposer, ManagerDirectory managers, InstantSource clock) {
        this.store = store;
        this.proposer = proposer;
        this.managers = managers;
        this.signing = new Signing(clock);
        this.tickets = new TicketDesk(store, proposer, managers, signing, clock);
    }

    /// Answers a stranger who asks for the root certificate.
    public Message root() {
        return findCluster()
                .<Message>map(cluster -> new Message.RootReply(cluster.rootCertificate()))
                .orElseGet(
                        () -> new Message.Refusal("not-ready", "this node is not a swarm manager"));
    }

    /// Answers a stranger who asks to be let in; only on the leader.
    ///
    /// @param remoteAddress where the stranger's stream comes from, for the log
    public CompletableFuture<Message> join(Message.JoinRequest request, String remoteAddress) {
        Cluster cluster = findCluster().orElse(null);
        if (cluster == null) {
            return done(new Message.Refusal("not-ready", "this node is not a swarm manager"));
        }
        if (request.oldest() > Protocol.VERSION || request.newest() < Protocol.OLDEST) {
            return done(
                    new Message.Refusal(
                            "version",
                            "this manager speaks protocol "
                                    + Protocol.OLDEST
                                    + " to "
                                    + Protocol.VERSION
                                    + ", the newcomer "
                                    + request.oldest()
                                    + " to "
                                    + request.newest()));
        }
        JoinToken token = parse(request.token()).orElse(null);
        Role role = token == null ? null : role(cluster, token).orElse(null);
        if (role != null) {
            return letIn(cluster, role, request);
        }
        JoinTicket ticket =
                token == null ? null : store.read(view -> view.ticket(token.id())).orElse(null);
        if (ticket != null) {
            return tickets.redeem(cluster, ticket, request, remoteAddress);
        }
        LOG.info("{} was not let in: its join token is not valid", remoteAddress);
        return done(new Message.Refusal("bad-token", NEEDS_TOKEN));
    }

    private CompletableFuture<Message> letIn(
            Cluster cluster, Role role, Message.JoinRequest request) {
        var id = new NodeId(RandomId.next());
        IssuedCertificate issued;
        try {
            // before it is stored: on this thread, of which each newcomer has one, and not on the
            // one that tells all proposers of an entry, one after another, what became of them
            issued = signing.sign(cluster, role, id, request.request(), request.address());
        } catch (BeltException.InvalidInput e) {
            return done(
                    new Message.Refusal("refused", e.getMessage() == null ? "" : e.getMessage()));
        }
        var node = Newcomer.accepted(id, role, request, cluster);
        return proposer.propose(List.of(new Action.PutNode(node, 0)))
                .thenApply(result ->
                        switch (result) {
                            case TxResult.Committed _ -> {
                                LOG.info(
                                        "Let node {} ({}, {}) in as {}",
                                        id,
                                        request.hostname(),
                                        request.address(),
                                        role);
                                yield new Message.JoinReply(
                                        id,
                                        cluster.id(),
                                        role,
                                        issued.pem(),
                                        cluster.rootCertificate(),
                                        managers.managers());
                            }
                            case TxResult.Conflict(var what) -> new Message.Refusal("busy", what);
                        });
    }

    /// Signs a member's new key, in the role that the operator wants it to have.
    public Message renew(NodeId id, Message.RenewRequest request) {
        Cluster cluster = findCluster().orElse(null);
        Node node = store.read(view -> view.node(id)).orElse(null);
        if (cluster == null || node == null) {
            return new Message.Removed("Permission denied: node " + id + " was removed from swarm");
        }
        // a member of the Raft group keeps its manager certificate until it has left the group
        Role role = node.manager() != null ? Role.MANAGER : node.spec().role();
        try {
            var issued =
                    signing.sign(cluster, role, id, request.request(), node.status().address());
            return new Message.RenewReply(issued.pem(), cluster.rootCertificate(), role);
        } catch (BeltException e) {
            return new Message.Refusal("refused", e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private static Optional<Role> role(Cluster cluster, JoinToken token) {
        if (JoinToken.parse(cluster.managerToken()).matches(token)) {
            return Optional.of(Role.MANAGER);
        }
        return JoinToken.parse(cluster.workerToken()).matches(token)
                ? Optional.of(Role.WORKER)
                : Optional.empty();
    }

    private static Optional<JoinToken> parse(Secret presented) {
        try {
            return Optional.of(JoinToken.parse(presented));
        } catch (BeltException.InvalidInput e) {
            return Optional.empty();
        }
    }

    private Optional<Cluster> findCluster() {
        return store.read(view -> Optional.ofNullable(view.cluster()));
    }

    private static CompletableFuture<Message> done(Message message) {
        return CompletableFuture.completedFuture(message);
    }
}
