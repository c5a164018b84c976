package belt.api;

/// The version of the messages between nodes. A node says which versions it speaks; the manager picks the highest that
/// both know. Within a version, messages only grow at their ends.
public final class Protocol {
    /// What this build speaks at most.
    public static final int VERSION = 1;

    /// The oldest that this build still speaks.
    public static final int OLDEST = 1;

    private Protocol() {}
}
