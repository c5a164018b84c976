package belt.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one task of a service is.
///
/// @param runtime what runs it
/// @param container the container, or the process under EXEC
/// @param limits at most
/// @param reservations at least; what the scheduler counts
/// @param restart when it is replaced
/// @param placement where it may run
/// @param logDriver null = the cluster's default
/// @param networks networks
/// @param forceUpdate a counter; a change replaces all tasks
public record TaskSpec(
        TaskRuntime runtime,
        ContainerSpec container,
        Resources limits,
        Resources reservations,
        RestartPolicy restart,
        Placement placement,
        @Nullable LogDriver logDriver,
        List<NetworkAttachmentConfig> networks,
        long forceUpdate) {
    public TaskSpec {
        networks = List.copyOf(networks);
    }
}
