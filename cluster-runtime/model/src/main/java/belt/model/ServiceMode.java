package belt.model;

/// How many tasks a service has. New cases are only added at the end: the log holds their position.
public sealed interface ServiceMode {
    /// @param replicas slots 1…replicas
    record Replicated(long replicas) implements ServiceMode {}

    /// One on every node that fits.
    record Global() implements ServiceMode {}

    /// @param maxConcurrent at once
    /// @param totalCompletions slots 0…n−1, each completed once
    record ReplicatedJob(long maxConcurrent, long totalCompletions) implements ServiceMode {}

    /// Completed once on every node that fits.
    record GlobalJob() implements ServiceMode {}
}
