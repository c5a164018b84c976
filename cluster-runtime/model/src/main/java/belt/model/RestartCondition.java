package belt.model;

/// When a task that ended is replaced.
public enum RestartCondition {
    ANY,
    ON_FAILURE,
    NONE
}
