package belt.control.slot;

import belt.control.constraint.Constraint;
import belt.core.BeltException;
import belt.model.EndpointMode;
import belt.model.EndpointSpec;
import belt.model.Node;
import belt.model.Placement;
import belt.model.Service;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskSpec;
import belt.store.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a task is what its service's present spec asks for (swarm-semantics §2.4). Labels, the number of replicas and
/// the update settings do not matter; the placement matters only where the task's node no longer meets it.
public enum Freshness {
    /// The same task in every respect.
    SAME,
    /// Only the placement differs.
    OTHER_PLACEMENT,
    /// The task must be replaced.
    STALE;

    private static final EndpointSpec NO_ENDPOINT = new EndpointSpec(EndpointMode.VIP, List.of());

    /// Compares the spec that a task was made from with the present one.
    public static Freshness of(ServiceSpec made, ServiceSpec present) {
        if (!endpoint(made).equals(endpoint(present))) {
            return STALE;
        }
        if (made.task().equals(present.task())) {
            return SAME;
        }
        return withoutPlacement(made.task()).equals(withoutPlacement(present.task()))
                ? OTHER_PLACEMENT
                : STALE;
    }

    /// Whether the task is up to date; what the task filter `_up-to-date` asks for.
    public static boolean upToDate(View view, Service service, Task task) {
        if (task.specVersion() == service.specVersion()) {
            return true;
        }
        Node node = task.nodeId() == null ? null : view.node(task.nodeId()).orElse(null);
        return view.spec(service.id(), task.specVersion())
                .map(made -> of(made, service.spec()).fits(service.spec(), node))
                .orElse(false);
    }

    /// Whether a task with this freshness may stay where it is.
    ///
    /// @param node the task's; null if it has none yet
    public boolean fits(ServiceSpec present, @Nullable Node node) {
        return switch (this) {
            case SAME -> true;
            case STALE -> false;
            case OTHER_PLACEMENT -> node != null && meets(present, node);
        };
    }

    private static boolean meets(ServiceSpec present, Node node) {
        try {
            return Constraint.allMatch(
                    Constraint.parse(present.task().placement().constraints()), node);
        } catch (BeltException.InvalidInput e) {
            return true; // the scheduler passes over constraints that it cannot read, too
        }
    }

    private static EndpointSpec endpoint(ServiceSpec spec) {
        EndpointSpec said = spec.endpoint();
        return said == null ? NO_ENDPOINT : said;
    }

    private static TaskSpec withoutPlacement(TaskSpec task) {
        return new TaskSpec(
                task.runtime(),
                task.container(),
                task.limits(),
                task.reservations(),
                task.restart(),
                Placement.NONE,
                task.logDriver(),
                task.networks(),
                task.forceUpdate());
    }
}
