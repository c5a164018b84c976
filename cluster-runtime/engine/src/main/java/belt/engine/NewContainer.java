package belt.engine;

import belt.model.ContainerSpec;
import belt.model.LogDriver;
import belt.model.PortConfig;
import belt.model.Resources;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container to create, with all names and templates filled in.
///
/// @param name the container's name
/// @param spec what to run; its labels are replaced by `labels`
/// @param labels all labels
/// @param limits what it may use at most
/// @param logDriver null = the engine's default
/// @param ports what leads into it from the node
/// @param network `bridge`, `host`, `none` or a network's name; empty = the engine's default
public record NewContainer(
        String name,
        ContainerSpec spec,
        Map<String, String> labels,
        Resources limits,
        @Nullable LogDriver logDriver,
        List<Binding> ports,
        String network) {
    public NewContainer {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
    }

    /// A port of the node that leads to a port of the container.
    ///
    /// @param port target, protocol; `published` 0 lets the engine choose
    /// @param address the node's address to listen on; empty = all
    public record Binding(PortConfig port, String address) {}
}
