package belt.model;

import java.util.List;

/// @param mode how the name resolves
/// @param ports what is published
public record EndpointSpec(EndpointMode mode, List<PortConfig> ports) {
    public EndpointSpec {
        ports = List.copyOf(ports);
    }
}
