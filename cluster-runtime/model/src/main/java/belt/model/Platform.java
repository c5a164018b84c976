package belt.model;

/// @param architecture as the kernel says, `x86_64`, `aarch64`
/// @param os `linux`
public record Platform(String architecture, String os) {}
