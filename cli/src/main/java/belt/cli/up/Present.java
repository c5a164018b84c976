package belt.cli.up;

import belt.provider.Machine;
import java.util.List;
import java.util.Map;

/// What is there: machines, nodes and services of one cluster.
///
/// @param machines by name
/// @param provisioned names of machines whose beltd answers
/// @param nodes the cluster's nodes by host name; empty where there is no cluster yet
/// @param services the cluster's services by name
public record Present(
        Map<String, Machine> machines,
        List<String> provisioned,
        Map<String, PresentNode> nodes,
        Map<String, PresentService> services) {
    /// Nothing at all.
    public static final Present NOTHING = new Present(Map.of(), List.of(), Map.of(), Map.of());

    public Present {
        machines = Map.copyOf(machines);
        provisioned = List.copyOf(provisioned);
        nodes = Map.copyOf(nodes);
        services = Map.copyOf(services);
    }

    /// @param id node id
    /// @param manager whether it is meant to be a manager
    /// @param ready whether it answers
    /// @param labels node labels
    public record PresentNode(
            String id, boolean manager, boolean ready, Map<String, String> labels) {
        public PresentNode {
            labels = Map.copyOf(labels);
        }
    }

    /// @param id service id
    /// @param hash the hash of the wish it was made from; empty if it was made by hand
    public record PresentService(String id, String hash) {}
}
