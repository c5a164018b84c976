package belt.control.ops;

import belt.model.PortConfig;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.store.View;
import java.util.List;

/// Fills in the published ports of a service.
@FunctionalInterface
public interface PortChoice {
    /// The service's ports with every ingress port's number filled in.
    ///
    /// @param service the service itself, whose present ports may be kept
    /// @throws belt.core.BeltException.InvalidInput if a wished port is taken, naming the service that has it
    List<PortConfig> choose(View view, ServiceId service, ServiceSpec spec);
}
