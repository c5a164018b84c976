package belt.control.join;

import belt.api.Message;
import belt.api.Protocol;
import belt.control.dispatcher.ManagerDirectory;
import belt.core.BeltException;
import belt.core.RandomId;
import belt.core.Secret;
import belt.model.Cluster;
import belt.model.EngineDescription;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Platform;
import belt.model.Resources;
import belt.model.Role;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import belt.pki.IssuedCertificate;
import belt.pki.JoinToken;
import belt.pki.Member;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.TxResult;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets nodes in, and renews members' certificates (swarm-semantics §5.3). The leader signs; any manager tells the root.
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final String NEEDS_TOKEN =
            "A valid join token is necessary to join this cluster";

    private record LoadedCa(String rootPem, ClusterCa ca) {}

    private final Store store;
    private final Proposer proposer;
    private final ManagerDirectory managers;
    private final InstantSource clock;
    private final AtomicReference<@Nullable LoadedCa> loaded = new AtomicReference<>();

    public Admission(
            Store store, Proposer proposer, ManagerDirectory managers, InstantSource clock) {
        this.store = store;
        this.proposer = proposer;
        this.managers = managers;
        this.clock = clock;
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
        Role role = role(cluster, request.token()).orElse(null);
        if (role == null) {
            LOG.info("{} was not let in: its join token is not valid", remoteAddress);
            return done(new Message.Refusal("bad-token", NEEDS_TOKEN));
        }
        return letIn(cluster, role, request);
    }

    private CompletableFuture<Message> letIn(
            Cluster cluster, Role role, Message.JoinRequest request) {
        var id = new NodeId(RandomId.next());
        IssuedCertificate issued;
        try {
            // before it is stored: on this thread, of which each newcomer has one, and not on the
            // one
            // that tells all proposers of an entry, one after another, what became of them
            issued = sign(cluster, role, id, request);
        } catch (BeltException.InvalidInput e) {
            return done(
                    new Message.Refusal("refused", e.getMessage() == null ? "" : e.getMessage()));
        }
        var node = newNode(id, role, request, cluster);
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

    private IssuedCertificate sign(
            Cluster cluster, Role role, NodeId id, Message.JoinRequest request) {
        return ca(cluster)
                .sign(
                        request.request(),
                        new Member(cluster.id().value(), certificateRole(role), id.value()),
                        List.of(request.address()),
                        cluster.spec().nodeCertExpiry());
    }

    private static Node newNode(
            NodeId id, Role role, Message.JoinRequest request, Cluster cluster) {
        var description =
                new NodeDescription(
                        request.hostname(),
                        new Platform("", ""),
                        Resources.NONE,
                        new EngineDescription("", Map.of(), List.of()),
                        new NodeDescription.TlsInfo(cluster.rootCertificate(), "", ""),
                        "");
        return new Node(
                id,
                0,
                Meta.NEW,
                new NodeSpec("", Map.of(), role, request.availability()),
                role,
                Membership.ACCEPTED,
                description,
                new NodeStatus(NodeState.UNKNOWN, "", request.address()),
                null);
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
                    ca(cluster)
                            .sign(
                                    request.request(),
                                    new Member(
                                            cluster.id().value(),
                                            certificateRole(role),
                                            id.value()),
                                    List.of(node.status().address()),
                                    cluster.spec().nodeCertExpiry());
            return new Message.RenewReply(issued.pem(), cluster.rootCertificate(), role);
        } catch (BeltException e) {
            return new Message.Refusal("refused", e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private static Optional<Role> role(Cluster cluster, Secret presented) {
        JoinToken token;
        try {
            token = JoinToken.parse(presented);
        } catch (BeltException.InvalidInput e) {
            return Optional.empty();
        }
        if (JoinToken.parse(cluster.managerToken()).matches(token)) {
            return Optional.of(Role.MANAGER);
        }
        return JoinToken.parse(cluster.workerToken()).matches(token)
                ? Optional.of(Role.WORKER)
                : Optional.empty();
    }

    /// The certificate's word for a role.
    public static CertificateRole certificateRole(Role role) {
        return role == Role.MANAGER ? CertificateRole.MANAGER : CertificateRole.WORKER;
    }

    private Optional<Cluster> findCluster() {
        return store.read(view -> Optional.ofNullable(view.cluster()));
    }

    private ClusterCa ca(Cluster cluster) {
        LoadedCa last = loaded.get();
        if (last != null && last.rootPem().equals(cluster.rootCertificate())) {
            return last.ca();
        }
        var ca = ClusterCa.of(cluster.rootCertificate(), cluster.rootKey(), clock);
        loaded.set(new LoadedCa(cluster.rootCertificate(), ca));
        return ca;
    }

    private static CompletableFuture<Message> done(Message message) {
        return CompletableFuture.completedFuture(message);
    }
}
