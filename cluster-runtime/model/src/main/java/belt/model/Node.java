package belt.model;

import org.jspecify.annotations.Nullable;

/// A member of the cluster.
///
/// @param id its id
/// @param number a small number, given once when the node is first stored; stands for the node in the log
/// @param meta version and times
/// @param spec what the operator wants
/// @param role the role it has; differs from the spec's while a promotion or demotion is under way
/// @param membership whether it was let in
/// @param description what it said of itself; empty texts until its first session
/// @param status what the leader observed
/// @param manager where it is reached as a manager; null while it is no member of the Raft group
public record Node(
        NodeId id,
        long number,
        Meta meta,
        NodeSpec spec,
        Role role,
        Membership membership,
        NodeDescription description,
        NodeStatus status,
        @Nullable ManagerPeer manager) {
    public Node withMeta(Meta other) {
        return new Node(id, number, other, spec, role, membership, description, status, manager);
    }

    public Node withNumber(long other) {
        return new Node(id, other, meta, spec, role, membership, description, status, manager);
    }

    public Node withSpec(NodeSpec other) {
        return new Node(id, number, meta, other, role, membership, description, status, manager);
    }

    public Node withRole(Role other, @Nullable ManagerPeer peer) {
        return new Node(id, number, meta, spec, other, membership, description, status, peer);
    }

    public Node withMembership(Membership other) {
        return new Node(id, number, meta, spec, role, other, description, status, manager);
    }

    public Node withDescription(NodeDescription other) {
        return new Node(id, number, meta, spec, role, membership, other, status, manager);
    }

    public Node withStatus(NodeStatus other) {
        return new Node(id, number, meta, spec, role, membership, description, other, manager);
    }

    /// Whether new tasks may be placed here.
    public boolean usable() {
        return status.state() == NodeState.READY && spec.availability() == Availability.ACTIVE;
    }

    /// Whether its tasks must run elsewhere: down or drained (swarm-semantics §1.7).
    public boolean invalid() {
        return status.state() == NodeState.DOWN || spec.availability() == Availability.DRAIN;
    }
}
