package belt.provider;

/// What a provider says of a machine. Printed in lower case in the STATUS column.
public enum MachineState {
    /// Being made; it has no address yet, or does not answer.
    NEW,
    ACTIVE,
    STOPPED,
    /// The provider is at work on it: starting, stopping, resizing.
    CHANGING,
    /// The provider gave up on it.
    FAILED
}
