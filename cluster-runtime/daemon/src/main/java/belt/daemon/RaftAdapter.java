package belt.daemon;

import belt.control.roles.RaftMembership;
import belt.model.NodeId;
import belt.raft.RaftNode;
import belt.raft.RaftStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// The Raft group as the control loops see it.
record RaftAdapter(RaftNode raft, NodeId self) implements RaftMembership {
    /// A newcomer first receives the snapshot; a large one takes a while.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Map<NodeId, Boolean> members() {
        var members = new LinkedHashMap<NodeId, Boolean>();
        members.put(self, true);
        for (RaftStatus.Peer peer : raft.status().peers()) {
            members.put(peer.id(), peer.reachable());
        }
        return members;
    }

    @Override
    public void add(NodeId id, String address) {
        raft.addMember(id, address, PATIENCE);
    }

    @Override
    public void remove(NodeId id) {
        raft.removeMember(id, PATIENCE);
    }

    @Override
    public void transferLeadership(NodeId target) {
        raft.transferLeadership(target, PATIENCE);
    }
}
