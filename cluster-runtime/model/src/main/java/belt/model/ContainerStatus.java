package belt.model;

/// @param containerId the engine's id, 64 hex digits; `exec-…` for processes; empty before it exists
/// @param pid process on the node, 0 if unknown
/// @param exitCode 0 while it runs
public record ContainerStatus(String containerId, long pid, int exitCode) {}
