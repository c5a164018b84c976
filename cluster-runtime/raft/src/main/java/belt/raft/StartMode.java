package belt.raft;

/// How a manager's Raft server comes to its state.
public enum StartMode {
    /// The first manager of a new cluster: the group has this one member. The folder must hold no state.
    NEW_CLUSTER,
    /// A manager to be: starts without members and waits until a leader adds it. The folder must hold no state.
    /// (A joiner that had no group at all when it was added cost an existing cluster its leader for ten seconds:
    /// docs/design/raft.md.)
    JOIN,
    /// A manager that was one before: everything comes from the folder.
    RESTART
}
