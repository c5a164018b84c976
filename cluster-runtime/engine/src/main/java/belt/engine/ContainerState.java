package belt.engine;

import belt.model.Protocol;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the engine knows of a container.
///
/// @param id 64 hex digits
/// @param name without the leading slash
/// @param phase the engine's word: `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`
/// @param pid its first process, 0 while it does not run
/// @param exitCode 0 while it runs
/// @param error why it could not be started; empty if none
/// @param health `starting`, `healthy`, `unhealthy`; empty without a health check
/// @param tty whether it has a terminal, so that its log is one raw stream
/// @param finishedAt when it ended; null before
/// @param labels its labels
/// @param ports the node's ports that lead into it
public record ContainerState(
        String id,
        String name,
        String phase,
        long pid,
        int exitCode,
        String error,
        String health,
        boolean tty,
        @Nullable Instant finishedAt,
        Map<String, String> labels,
        List<OpenPort> ports) {
    public ContainerState {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
    }

    /// @param target port in the container
    /// @param address address on the node
    /// @param published port on the node
    public record OpenPort(int target, Protocol protocol, String address, int published) {}

    /// Whether it was made but never started.
    public boolean created() {
        return phase.equals("created");
    }

    /// Whether it ran and has ended.
    public boolean ended() {
        return phase.equals("exited") || phase.equals("dead");
    }

    /// Whether a health check is defined and has not said `healthy` yet.
    public boolean awaitsHealth() {
        return !health.isEmpty() && !health.equals("none") && !health.equals("healthy");
    }

    public boolean unhealthy() {
        return health.equals("unhealthy");
    }
}
