package belt.cli.service;

import belt.client.ClusterClient;
import belt.client.ServiceSummary;
import belt.core.BeltException;
import belt.core.Nearest;

/// The service that a command names.
final class ServiceNames {
    private ServiceNames() {}

    /// @throws BeltException.NotFound naming the nearest services
    static ServiceSummary require(ClusterClient client, String name) {
        try {
            return client.requireService(name);
        } catch (BeltException.NotFound e) {
            String hint =
                    Nearest.hint(
                            name, client.services().stream().map(ServiceSummary::name).toList());
            throw (hint.isEmpty() ? e : e.withDetail(hint)).withRemedy("belt service ls");
        }
    }
}
