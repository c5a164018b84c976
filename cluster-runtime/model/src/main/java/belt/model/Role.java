package belt.model;

/// What a node may do.
public enum Role {
    WORKER,
    MANAGER
}
