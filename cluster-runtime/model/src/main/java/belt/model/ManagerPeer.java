package belt.model;

/// Where a manager is reached, present from the moment it is a member of the Raft group.
///
/// @param raftAddress host:port of its Raft server
/// @param clusterAddress host:port for node streams, what `node ls` and join commands show
/// @param apiAddress host:port of its Docker API over TLS; empty if it serves none
public record ManagerPeer(String raftAddress, String clusterAddress, String apiAddress) {}
