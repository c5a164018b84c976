package belt.model;

/// What the leader knows of a node's life (swarm-semantics §4.3).
public enum NodeState {
    /// Not heard from yet under this leader.
    UNKNOWN,
    DOWN,
    READY,
    DISCONNECTED
}
