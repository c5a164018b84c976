package belt.control.scheduler;

import belt.control.loop.Outbox;
import belt.model.Node;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskId;
import belt.store.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Placements on their way into the log: joined by spec, in actions of a few hundred, proposed as soon as they are full so
/// that the first tasks start while the last are still being placed.
final class Assignments {
    private static final int TASKS_AT_ONCE = 500;

    private record Kind(ServiceId service, long specVersion, long jobIteration) {}

    private final Outbox outbox;
    private final Consumer<List<TaskId>> settled;
    private final Map<Kind, List<Action.NewTask>> open = new LinkedHashMap<>();

    /// @param settled gets the tasks of an action once it was applied
    Assignments(Outbox outbox, Consumer<List<TaskId>> settled) {
        this.outbox = outbox;
        this.settled = settled;
    }

    void add(Task task, Node node) {
        var kind = new Kind(task.serviceId(), task.specVersion(), task.jobIteration());
        List<Action.NewTask> tasks = open.computeIfAbsent(kind, _ -> new ArrayList<>());
        tasks.add(new Action.NewTask(task.id(), task.slot(), node.number(), task.desired()));
        if (tasks.size() == TASKS_AT_ONCE) {
            open.remove(kind);
            propose(kind, tasks);
        }
    }

    /// Proposes what is left.
    void flush() {
        open.forEach(this::propose);
        open.clear();
    }

    private void propose(Kind kind, List<Action.NewTask> tasks) {
        List<TaskId> ids = tasks.stream().map(Action.NewTask::id).toList();
        outbox.propose(
                List.of(
                        new Action.AssignTasks(
                                kind.service(), kind.specVersion(), kind.jobIteration(), tasks)),
                _ -> settled.accept(ids));
    }
}
