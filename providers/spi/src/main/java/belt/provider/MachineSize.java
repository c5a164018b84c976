package belt.provider;

/// A size, read. `512mb`, `8192MB`, `1gb` and `s-1vcpu-1gb` are all understood by `local`.
///
/// @param text as the operator wrote it
/// @param memoryBytes memory
/// @param cpus virtual processors, at least 1
public record MachineSize(String text, long memoryBytes, int cpus) {}
