package belt.agent.task;

import belt.api.Message.AssignedTask;
import belt.model.PortConfig;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import java.util.List;

/// Everything that is needed to run a task.
///
/// @param task which
/// @param spec the service's spec of the version that the task was made from
/// @param node where
public record TaskWork(AssignedTask task, ServiceSpec spec, LocalNode node) {
    public TaskId id() {
        return task.id();
    }

    /// `web.1`, or `web.<node id>` for slot 0 (swarm-semantics §1.5).
    public String slotName() {
        return spec.name() + "." + slot();
    }

    /// The task's name, and its container's: `web.1.<task id>`.
    public String name() {
        return slotName() + "." + id();
    }

    /// The slot's number, or the node's id for slot 0.
    public String slot() {
        return task.slot() != 0 ? Long.toString(task.slot()) : node.id().value();
    }

    /// What the service publishes.
    public List<PortConfig> ports() {
        return spec.endpoint() == null ? List.of() : spec.endpoint().ports();
    }
}
