package belt.model;

/// What the leader observed. Only DOWN is replicated; READY and DISCONNECTED are the leader's soft state.
///
/// @param state the state
/// @param message why, in Swarm's words; empty when READY
/// @param address the node's advertised address, without a port
public record NodeStatus(NodeState state, String message, String address) {}
