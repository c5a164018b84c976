package belt.core;

/// What became of one node's part of a fan-out.
public sealed interface Outcome<T> {
    /// The node that this is about.
    String node();

    /// It succeeded.
    record Done<T>(String node, T value) implements Outcome<T> {}

    /// It failed; an unexpected exception arrives wrapped in {@link BeltException.Bug}.
    record Failed<T>(String node, BeltException problem) implements Outcome<T> {}
}
