package belt.agent.task;

import belt.model.ContainerStatus;
import belt.model.PortConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is seen of a task's container or process.
///
/// @param container null before it exists
/// @param ports host ports in use, as {@link belt.model.TaskStatus#ports} has them
public record Observation(@Nullable ContainerStatus container, List<PortConfig> ports) {
    /// Nothing there.
    public static final Observation NONE = new Observation(null, List.of());

    public Observation {
        ports = List.copyOf(ports);
    }
}
