package belt.raft;

import belt.model.NodeId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A manager's view of the group at one moment.
///
/// @param self this node
/// @param role what it is
/// @param leader the leader as far as this node knows; null if it knows none
/// @param position how far the log has come
/// @param peers all members but this node; only the leader knows when they were last heard
public record RaftStatus(
        NodeId self, Role role, @Nullable NodeId leader, Position position, List<Peer> peers) {
    public RaftStatus {
        peers = List.copyOf(peers);
    }

    /// A member's part in the group.
    public enum Role {
        LEADER,
        FOLLOWER,
        CANDIDATE,
        /// Waits to be added, was removed, or has stopped.
        NONE
    }

    /// @param term the current term
    /// @param committed index of the last entry known to be committed; -1 if none
    /// @param applied index of the last entry in the store; -1 if none
    /// @param appliedBytes what the entries applied since the start took in the log, with Ratis' own share
    /// @param diskBytes what the folder takes on the disk, preallocated space included
    public record Position(
            long term, long committed, long applied, long appliedBytes, long diskBytes) {}

    /// @param id the member
    /// @param address host:port of its Raft server
    /// @param lastContact time since it answered last; null if this node does not lead
    /// @param reachable whether it answered within twice the election timeout; true if this node does not lead
    public record Peer(
            NodeId id, String address, @Nullable Duration lastContact, boolean reachable) {}
}
