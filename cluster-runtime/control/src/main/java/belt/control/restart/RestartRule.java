package belt.control.restart;

import belt.control.slot.Slot;
import belt.model.RestartPolicy;
import belt.model.Task;
import belt.model.TaskState;
import java.time.Duration;
import java.time.Instant;

/// A restart policy's answers (swarm-semantics §1.8). Attempts are counted from the task records of the slot, which the
/// reaper keeps long enough; so a new leader counts like the old one.
final class RestartRule {
    private RestartRule() {}

    /// Whether a task that ended, or has to leave its node, gets a successor.
    static boolean restarts(RestartPolicy policy, Slot slot, Task task) {
        return switch (policy.conditionOrDefault()) {
            case NONE -> false;
            case ON_FAILURE ->
                    task.state() != TaskState.COMPLETE && attemptsLeft(policy, slot, task);
            case ANY -> attemptsLeft(policy, slot, task);
        };
    }

    private static boolean attemptsLeft(RestartPolicy policy, Slot slot, Task task) {
        if (policy.maxAttempts() <= 0) {
            return true;
        }
        Instant since = windowStart(policy, task);
        long restarts = 0;
        Task first = null;
        for (Task each : slot.tasks()) {
            if (each.specVersion() != task.specVersion()) {
                continue;
            }
            if (first == null || created(each).isBefore(created(first))) {
                first = each;
            }
            if (created(each).isAfter(since)) {
                restarts++;
            }
        }
        boolean firstCounted = first != null && created(first).isAfter(since);
        return restarts - (firstCounted ? 1 : 0) < policy.maxAttempts();
    }

    private static Instant windowStart(RestartPolicy policy, Task task) {
        Duration window = policy.window();
        return window == null || window.isZero() ? Instant.MIN : task.status().at().minus(window);
    }

    private static Instant created(Task task) {
        return task.meta().createdAt();
    }
}
