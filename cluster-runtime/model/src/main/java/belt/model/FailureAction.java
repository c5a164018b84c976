package belt.model;

/// What an update does when too many new tasks fail.
public enum FailureAction {
    PAUSE,
    CONTINUE,
    ROLLBACK
}
