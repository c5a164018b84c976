package belt.model;

/// Whether a published port answers on every node or only where a task runs.
public enum PublishMode {
    INGRESS,
    HOST
}
