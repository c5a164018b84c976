package belt.model;

/// Whether an update stops the old task first or starts the new one first.
public enum UpdateOrder {
    STOP_FIRST,
    START_FIRST
}
