package belt.model;

import java.util.List;
import java.util.Map;

/// A node's container engine.
///
/// @param version empty if the node has none; then only `exec` tasks can run there
/// @param labels engine labels
/// @param plugins type and name, sorted
public record EngineDescription(String version, Map<String, String> labels, List<Plugin> plugins) {
    public EngineDescription {
        labels = Map.copyOf(labels);
        plugins = List.copyOf(plugins);
    }

    /// @param type `Volume`, `Network`, `Log`
    public record Plugin(String type, String name) {}
}
