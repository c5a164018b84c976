package belt.model;

import java.util.Map;

/// What the operator wants of a node.
///
/// @param name usually empty; the host name is what people see
/// @param labels node labels
/// @param role the desired role
/// @param availability whether the scheduler may use it
public record NodeSpec(
        String name, Map<String, String> labels, Role role, Availability availability) {
    public NodeSpec {
        labels = Map.copyOf(labels);
    }

    public NodeSpec withRole(Role other) {
        return new NodeSpec(name, labels, other, availability);
    }

    public NodeSpec withAvailability(Availability other) {
        return new NodeSpec(name, labels, role, other);
    }
}
