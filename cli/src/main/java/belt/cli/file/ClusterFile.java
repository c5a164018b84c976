package belt.cli.file;

import java.util.List;
import java.util.Map;

/// What a cluster's file asks for. `docs/reference/belt-yaml.md` says every key.
///
/// @param name the cluster's name
/// @param machines groups of machines, in the file's order
/// @param services services, in the file's order
public record ClusterFile(String name, List<Machines> machines, List<ServiceWish> services) {
    public ClusterFile {
        machines = List.copyOf(machines);
        services = List.copyOf(services);
    }

    /// How many managers all groups make together.
    public long managers() {
        return machines.stream()
                .filter(Machines::manager)
                .mapToLong(group -> group.names().size())
                .sum();
    }

    /// All machine names, in the file's order.
    public List<String> names() {
        return machines.stream().flatMap(group -> group.names().stream()).toList();
    }

    /// A group of like machines.
    ///
    /// @param names expanded names
    /// @param manager whether they become managers
    /// @param provider who makes them
    /// @param size in the provider's spelling
    /// @param region empty = the provider's default
    /// @param image empty = the provider's default
    /// @param engine whether they get a container engine
    /// @param labels node labels
    /// @param options more options of the provider
    /// @param where the place in the file, for messages
    public record Machines(
            List<String> names,
            boolean manager,
            String provider,
            String size,
            String region,
            String image,
            boolean engine,
            Map<String, String> labels,
            Map<String, String> options,
            String where) {
        public Machines {
            names = List.copyOf(names);
            labels = Map.copyOf(labels);
            options = Map.copyOf(options);
        }
    }
}
