package belt.model;

/// Whether a node was let in.
public enum Membership {
    ACCEPTED,
    PENDING
}
