package belt.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was observed of a task.
///
/// @param state observed state
/// @param at when it was observed, by the observer's clock
/// @param message what goes with the state
/// @param error empty if none
/// @param container null before it exists
/// @param ports host ports in use: of host-mode ports, and of ingress targets behind the forwarder (mode INGRESS,
///     `published` is then the port on the task's node that leads to the target)
public record TaskStatus(
        TaskState state,
        Instant at,
        String message,
        String error,
        @Nullable ContainerStatus container,
        List<PortConfig> ports) {
    public TaskStatus {
        ports = List.copyOf(ports);
    }

    /// Without error, container and ports, with the state's own message.
    public static TaskStatus of(TaskState state, Instant at) {
        return new TaskStatus(state, at, state.message(), "", null, List.of());
    }

    public TaskStatus withError(String other) {
        return new TaskStatus(state, at, message, other, container, ports);
    }
}
