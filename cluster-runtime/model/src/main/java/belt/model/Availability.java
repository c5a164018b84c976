package belt.model;

/// Whether the scheduler may use a node.
public enum Availability {
    ACTIVE,
    /// Keeps its tasks, gets no new ones.
    PAUSE,
    /// Its tasks move away.
    DRAIN
}
