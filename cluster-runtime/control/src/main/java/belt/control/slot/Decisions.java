package belt.control.slot;

import belt.control.loop.Outbox;
import belt.core.RandomId;
import belt.model.Meta;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import belt.model.UpdateStatus;
import belt.store.Action;
import belt.store.SoftChange;
import belt.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What orchestration has decided: collected during one round, written at its end, and remembered until it is seen, so
/// that nothing is decided twice while a proposal is under way.
public final class Decisions {
    /// So many soft changes hold the store's lock for less than a millisecond.
    private static final int SOFT_AT_ONCE = 1_000;

    private static final int NUMBERS_AT_ONCE = 1_000;

    private final Store store;
    private final Outbox outbox;
    private final InstantSource clock;
    private final List<SoftChange> soft = new ArrayList<>();
    private final Map<TaskState, List<Long>> desires = new EnumMap<>(TaskState.class);
    private final List<Long> removals = new ArrayList<>();
    private final Map<Long, TaskState> desiring = new HashMap<>();
    private final Set<Long> removing = new HashSet<>();
    private final Map<ServiceId, UpdateStatus> statuses = new HashMap<>();
    private final Set<ServiceId> replacing = new HashSet<>();

    public Decisions(Store store, Outbox outbox, InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    public Instant now() {
        return clock.instant();
    }

    /// What the task is going to be desired, decisions under way included.
    public TaskState desired(Task task) {
        TaskState decided = desiring.get(task.number());
        return decided != null && decided.after(task.desired()) ? decided : task.desired();
    }

    /// Whether the task is meant to run, now or later.
    public boolean live(Task task) {
        return !desired(task).after(TaskState.RUNNING);
    }

    /// The live tasks of a slot.
    public List<Task> live(Slot slot) {
        List<Task> live = new ArrayList<>(2);
        for (Task task : slot.tasks()) {
            if (live(task)) {
                live.add(task);
            }
        }
        return live;
    }

    /// Makes a task that waits for its node, of the service's present spec. Of a global service's slot, the node is given.
    public Task create(ServiceSlots slots, SlotKey key, TaskState desired) {
        Instant now = clock.instant();
        Service service = slots.service();
        var task =
                new Task(
                        new TaskId(RandomId.next()),
                        0,
                        new Meta(0, now, now),
                        service.id(),
                        service.specVersion(),
                        key.number(),
                        key.node(),
                        TaskStatus.of(TaskState.PENDING, now),
                        desired,
                        service.jobIteration());
        slots.put(task);
        soft.add(new SoftChange.PutTask(task));
        return task;
    }

    /// Lets a task that has no node yet follow its service to the present spec: nothing of it exists that would have to be
    /// rolled over, and the store keeps old specs only for tasks that are stored.
    public void renew(ServiceSlots slots, Task task) {
        Service service = slots.service();
        if (task.number() == 0 && task.specVersion() != service.specVersion()) {
            var renewed =
                    new Task(
                            task.id(),
                            0,
                            task.meta(),
                            service.id(),
                            service.specVersion(),
                            task.slot(),
                            task.nodeId(),
                            TaskStatus.of(TaskState.PENDING, clock.instant()),
                            task.desired(),
                            service.jobIteration());
            slots.put(renewed);
            soft.add(new SoftChange.PutTask(renewed));
        }
    }

    /// Raises what is desired of a task. One that has no node yet and is not to run is forgotten at once.
    public void desire(ServiceSlots slots, Task task, TaskState desired) {
        if (!desired.after(desired(task))) {
            return;
        }
        if (task.number() != 0) {
            desiring.put(task.number(), desired);
            desires.computeIfAbsent(desired, _ -> new ArrayList<>()).add(task.number());
        } else if (desired.after(TaskState.RUNNING)) {
            slots.remove(task);
            soft.add(new SoftChange.DropTask(task.id()));
        } else {
            Task raised = task.withDesired(desired, task.meta());
            slots.put(raised);
            soft.add(new SoftChange.PutTask(raised));
        }
    }

    /// Deletes a task's record.
    public void remove(ServiceSlots slots, Task task) {
        if (task.number() == 0) {
            slots.remove(task);
            soft.add(new SoftChange.DropTask(task.id()));
        } else if (removing.add(task.number())) {
            removals.add(task.number());
        }
    }

    /// The update's status, a decision under way included.
    public @Nullable UpdateStatus status(Service service) {
        UpdateStatus decided = statuses.get(service.id());
        return decided != null ? decided : service.updateStatus();
    }

    /// Writes the update's status.
    public void status(Service service, UpdateStatus status) {
        statuses.put(service.id(), status);
        outbox.propose(
                List.of(new Action.SetUpdateStatus(service.id(), status)),
                _ -> {
                    statuses.remove(service.id(), status);
                    takeBackIfOvertaken(service, status);
                });
    }

    /// A user's change may have come first. The status is not that of the new spec then: PAUSED would freeze it.
    private void takeBackIfOvertaken(Service service, UpdateStatus status) {
        boolean overtaken =
                store.read(view -> view.service(service.id()))
                        .filter(now -> now.specVersion() != service.specVersion())
                        .filter(now -> status.equals(now.updateStatus()))
                        .isPresent();
        if (overtaken) {
            outbox.propose(List.of(new Action.SetUpdateStatus(service.id(), null)), _ -> {});
        }
    }

    /// Replaces the service, if nobody else did meanwhile.
    ///
    /// @param after runs once it is known what became of it
    public void replace(Service before, Service other, Runnable after) {
        if (replacing.add(before.id())) {
            outbox.propose(
                    List.of(new Action.PutService(other, before.meta().version())),
                    _ -> {
                        replacing.remove(before.id());
                        after.run();
                    });
        }
    }

    /// Whether {@link #replace} is under way.
    public boolean replacing(Service service) {
        return replacing.contains(service.id());
    }

    /// Writes what was collected.
    public void flush() {
        for (int from = 0; from < soft.size(); from += SOFT_AT_ONCE) {
            store.soft(soft.subList(from, Math.min(soft.size(), from + SOFT_AT_ONCE)));
        }
        soft.clear();
        desires.forEach((desired, numbers) ->
                parts(numbers, part -> propose(new Action.DesireTasks(part, desired))));
        desires.clear();
        parts(removals, part -> propose(new Action.RemoveTasks(part)));
        removals.clear();
    }

    private static void parts(List<Long> numbers, Consumer<List<Long>> each) {
        for (int from = 0; from < numbers.size(); from += NUMBERS_AT_ONCE) {
            each.accept(
                    List.copyOf(
                            numbers.subList(
                                    from, Math.min(numbers.size(), from + NUMBERS_AT_ONCE))));
        }
    }

    private void propose(Action.DesireTasks action) {
        outbox.propose(
                List.of(action),
                _ -> action.numbers().forEach(number -> desiring.remove(number, action.desired())));
    }

    private void propose(Action.RemoveTasks action) {
        outbox.propose(List.of(action), _ -> action.numbers().forEach(removing::remove));
    }
}
