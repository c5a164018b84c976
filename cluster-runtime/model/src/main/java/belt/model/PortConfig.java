package belt.model;

/// A port of a service.
///
/// @param name usually empty
/// @param protocol transport
/// @param target port inside the task, 1–65535
/// @param published port on the nodes; 0 = chosen by the allocator (ingress) or the engine (host)
/// @param mode where it answers
public record PortConfig(
        String name, Protocol protocol, int target, int published, PublishMode mode) {
    public PortConfig withPublished(int other) {
        return new PortConfig(name, protocol, target, other, mode);
    }
}
