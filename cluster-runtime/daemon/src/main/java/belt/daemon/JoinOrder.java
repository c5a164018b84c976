package belt.daemon;

import belt.core.BeltException;
import belt.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// `join.yaml` in the state folder: the order, left by the machine's first boot, to become a node of a cluster without
/// anybody logging in. It is carried out at every start until it has worked, and then removed.
///
/// @param managers where to ask, host:port
/// @param ticket the join ticket
record JoinOrder(List<String> managers, Secret ticket) {
    JoinOrder {
        managers = List.copyOf(managers);
    }

    static Path file(DaemonConfig config) {
        return config.stateDir().resolve("join.yaml");
    }

    /// @throws BeltException.InvalidInput if there is one that says something else
    static Optional<JoinOrder> find(DaemonConfig config) {
        Path file = file(config);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Object root =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromString(Files.readString(file));
            if (root instanceof Map<?, ?> map
                    && map.get("managers") instanceof List<?> managers
                    && !managers.isEmpty()
                    && map.get("ticket") instanceof String ticket) {
                return Optional.of(
                        new JoinOrder(
                                managers.stream().map(String::valueOf).toList(),
                                Secret.of(ticket)));
            }
            throw new BeltException.InvalidInput(
                    DaemonProblem.CONFIG, file + " names no managers or no ticket");
        } catch (IOException | YamlEngineException e) {
            throw new BeltException.InvalidInput(
                    DaemonProblem.CONFIG, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static void remove(DaemonConfig config) {
        try {
            Files.deleteIfExists(file(config));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE, file(config) + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
