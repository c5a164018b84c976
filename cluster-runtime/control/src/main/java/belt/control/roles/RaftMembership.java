package belt.control.roles;

import belt.model.NodeId;
import java.util.Map;

/// The Raft group as the leader sees it, and the changes to it. The daemon knows that Ratis is behind it.
public interface RaftMembership {
    /// The voting members, each with whether it was heard from lately.
    Map<NodeId, Boolean> members();

    /// Adds a member whose server waits with an empty group; returns once it has caught up and votes.
    ///
    /// @param address host:port of its Raft server
    /// @throws belt.core.BeltException if it could not be reached or did not catch up; the group is then as before
    /// @throws InterruptedException if the caller was interrupted
    void add(NodeId id, String address) throws InterruptedException;

    /// Removes a member; harmless if it is none.
    ///
    /// @throws belt.core.BeltException if the group did not agree
    /// @throws InterruptedException if the caller was interrupted
    void remove(NodeId id) throws InterruptedException;

    /// Hands the leadership to another member.
    ///
    /// @throws belt.core.BeltException if it did not take it
    /// @throws InterruptedException if the caller was interrupted
    void transferLeadership(NodeId target) throws InterruptedException;
}
