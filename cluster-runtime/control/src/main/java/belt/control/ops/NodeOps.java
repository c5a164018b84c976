package belt.control.ops;

import belt.control.roles.RaftMembership;
import belt.control.roles.Roles;
import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.Membership;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Role;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.TxResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Changes of nodes that people ask for; only on the leader.
public final class NodeOps {
    /// A removed node's id is refused until its certificate has expired and a week more (swarm-semantics §5.4).
    private static final Duration KEEP_REMOVED = Duration.ofDays(7);

    private final Store store;
    private final Commit commit;
    private final RaftMembership membership;
    private final InstantSource clock;

    public NodeOps(Store store, Proposer proposer, RaftMembership membership, InstantSource clock) {
        this.store = store;
        this.commit = new Commit(proposer);
        this.membership = membership;
        this.clock = clock;
    }

    /// Replaces what is wanted of a node: labels, availability, role.
    ///
    /// @param version the version that the caller saw
    public void update(NodeId id, long version, NodeSpec spec) {
        Node node =
                store.read(view -> view.node(id))
                        .orElseThrow(() -> SwarmTexts.nodeNotFound(id.value()));
        if (node.meta().version() != version) {
            throw SwarmTexts.outOfSequence();
        }
        if (node.membership() == Membership.PENDING) {
            throw SwarmTexts.waitsForApproval(node.description().hostname());
        }
        if (node.spec().role() == Role.MANAGER && spec.role() == Role.WORKER) {
            requireDemotable(node);
        }
        if (commit.of(new Action.SetNodeSpec(id, spec, version)) instanceof TxResult.Conflict) {
            throw SwarmTexts.outOfSequence();
        }
    }

    private void requireDemotable(Node node) {
        long wanted =
                store.read(view ->
                        view.nodes().stream()
                                .filter(other -> other.spec().role() == Role.MANAGER)
                                .count());
        if (wanted <= 1) {
            throw SwarmTexts.lastManager();
        }
        Map<NodeId, Boolean> members = membership.members();
        if (members.containsKey(node.id()) && !Roles.quorumWithout(members, node.id())) {
            throw SwarmTexts.quorum();
        }
    }

    /// Lets a node in that came with a manager's ticket; the next time it asks it gets its certificate. One that was
    /// accepted before stays as it is.
    public void accept(NodeId id) {
        Node node =
                store.read(view -> view.node(id))
                        .orElseThrow(() -> SwarmTexts.nodeNotFound(id.value()));
        if (node.membership() == Membership.ACCEPTED) {
            return;
        }
        Role role =
                store.read(view ->
                        view.tickets().stream()
                                .filter(ticket -> ticket.useBy(id).isPresent())
                                .map(JoinTicket::role)
                                .findFirst()
                                .orElse(Role.WORKER));
        NodeSpec before = node.spec();
        var spec = new NodeSpec(before.name(), before.labels(), role, before.availability());
        Node accepted =
                node.withSpec(spec)
                        .withRole(role, null)
                        .withMembership(Membership.ACCEPTED)
                        .withStatus(new NodeStatus(NodeState.UNKNOWN, "", node.status().address()));
        if (commit.of(new Action.PutNode(accepted, node.meta().version()))
                instanceof TxResult.Conflict) {
            throw SwarmTexts.outOfSequence();
        }
    }

    /// Removes a node from the cluster.
    ///
    /// @param force also if it is READY
    public void remove(NodeId id, boolean force) {
        Node node =
                store.read(view -> view.node(id))
                        .orElseThrow(() -> SwarmTexts.nodeNotFound(id.value()));
        if (node.manager() != null || membership.members().containsKey(id)) {
            throw SwarmTexts.stillManager(id.value());
        }
        if (node.status().state() == NodeState.READY && !force) {
            throw SwarmTexts.notDown(id.value());
        }
        Cluster cluster =
                store.read(view -> java.util.Optional.ofNullable(view.cluster()))
                        .orElseThrow(SwarmTexts::noCluster);
        Instant now = clock.instant();
        var removed = new ArrayList<Cluster.RemovedNode>();
        cluster.removed().stream().filter(old -> old.until().isAfter(now)).forEach(removed::add);
        removed.add(
                new Cluster.RemovedNode(
                        id, now.plus(cluster.spec().nodeCertExpiry()).plus(KEEP_REMOVED)));
        commit.of(
                new Action.RemoveNode(id),
                new Action.PutCluster(
                        cluster.withRemoved(List.copyOf(removed)), Action.ANY_VERSION));
    }
}
