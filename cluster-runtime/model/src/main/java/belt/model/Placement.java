package belt.model;

import java.util.List;

/// @param constraints all must hold, `node.labels.x==y`
/// @param spreadOver descriptors to spread over, `node.labels.zone`
/// @param maxReplicas at most this many of the service on a node; 0 = any number
/// @param platforms any of these; empty = any
public record Placement(
        List<String> constraints,
        List<String> spreadOver,
        long maxReplicas,
        List<Platform> platforms) {
    /// No wish.
    public static final Placement NONE = new Placement(List.of(), List.of(), 0, List.of());

    public Placement {
        constraints = List.copyOf(constraints);
        spreadOver = List.copyOf(spreadOver);
        platforms = List.copyOf(platforms);
    }
}
