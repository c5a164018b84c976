package belt.control.restart;

import belt.control.slot.Board;
import belt.control.slot.Decisions;
import belt.control.slot.ServiceSlots;
import belt.control.slot.Slot;
import belt.control.slot.Slot.DelayedStart;
import belt.control.slot.Timers;
import belt.model.Availability;
import belt.model.Node;
import belt.model.RestartPolicy;
import belt.model.Task;
import belt.model.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Replaces tasks that ended and starts their successors in time (swarm-semantics §1.8). A successor is made at once with
/// desired state READY, so that it is placed, pulled and created while the delay passes. Part of the orchestrator's loop:
/// one owner decides on a slot.
public final class RestartSupervisor {
    /// A successor waits no longer than this for its predecessor's end.
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Board board;
    private final Decisions decisions;
    private final Timers timers;

    public RestartSupervisor(Board board, Decisions decisions, Timers timers) {
        this.board = board;
        this.decisions = decisions;
        this.timers = timers;
    }

    /// Whether the policy lets the slot end with this task.
    public boolean ended(ServiceSlots slots, Slot slot, Task task) {
        return !RestartRule.restarts(policy(slots, task), slot, task);
    }

    /// Stops a task that ended or must leave its node, and makes its successor where the policy says so. One that ended
    /// while it was itself waiting for its start is replaced when that delay is over: this is what slows down a service
    /// whose image does not exist.
    public void restart(ServiceSlots slots, Slot slot, Task old) {
        DelayedStart start = slot.start();
        if (start != null && start.task().equals(old.id())) {
            if (decisions.now().isBefore(start.at())) {
                return;
            }
            slot.start(null);
        }
        boolean again = !ended(slots, slot, old);
        decisions.desire(slots, old, TaskState.SHUTDOWN);
        if (again) {
            Duration delay = drained(old) ? Duration.ZERO : policy(slots, old).delayOrDefault();
            replace(slots, slots.slotAt(slot.key()), decisions.now().plus(delay));
        }
    }

    /// Makes a successor for a slot without a live task, as a leader does that died before its own was stored.
    public void replaceLost(ServiceSlots slots, Slot slot, Task last) {
        boolean failed =
                last.state() == TaskState.COMPLETE
                        || last.state() == TaskState.FAILED
                        || last.state() == TaskState.REJECTED;
        Duration delay =
                failed && !drained(last) ? policy(slots, last).delayOrDefault() : Duration.ZERO;
        replace(slots, slot, last.status().at().plus(delay));
    }

    /// Makes a task for the slot that starts at a time, once the slot's old tasks have ended.
    public Task replace(ServiceSlots slots, Slot slot, Instant at) {
        if (!decisions.now().isBefore(at) && !oldOnesLeft(slot)) {
            return decisions.create(slots, slot.key(), TaskState.RUNNING);
        }
        Task next = decisions.create(slots, slot.key(), TaskState.READY);
        startLater(slots, slot, next, at);
        return next;
    }

    /// Lets a task at READY go on at a time, once the slot's old tasks have ended.
    public void startLater(ServiceSlots slots, Slot slot, Task task, Instant at) {
        Instant now = decisions.now();
        Instant giveUp = now.plus(PATIENCE);
        slot.start(new DelayedStart(task.id(), at, giveUp));
        timers.add(at, slots.service().id(), slot.key());
        timers.add(giveUp, slots.service().id(), slot.key());
        release(slots, slot);
    }

    /// Starts the slot's waiting task if it is time.
    public void release(ServiceSlots slots, Slot slot) {
        DelayedStart start = slot.start();
        if (start == null) {
            return;
        }
        Optional<Task> task = slot.find(start.task());
        if (task.isEmpty() || decisions.desired(task.get()).after(TaskState.READY)) {
            slot.start(null);
            return;
        }
        Instant now = decisions.now();
        boolean due = !now.isBefore(start.at());
        if (due && (!oldOnesLeft(slot) || !now.isBefore(start.giveUp()))) {
            // the start stays noted until it is seen: a placement under way may bring the task back
            // at READY
            decisions.desire(slots, task.get(), TaskState.RUNNING);
        }
    }

    /// Arms the start of a task that a former leader left at READY.
    public void adopt(ServiceSlots slots, Slot slot, Task task) {
        Duration delay = policy(slots, task).delayOrDefault();
        startLater(slots, slot, task, task.status().at().plus(delay));
    }

    /// Whether tasks of the slot that are to end are still there.
    private boolean oldOnesLeft(Slot slot) {
        for (Task task : slot.tasks()) {
            boolean there = task.number() != 0 && !task.state().terminal();
            if (there && !decisions.live(task) && !gone(task)) {
                return true;
            }
        }
        return false;
    }

    /// A drained node still stops its tasks; one that is down or removed says nothing more.
    private boolean gone(Task task) {
        Node node = board.node(task.nodeId());
        return node == null || node.status().state() == belt.model.NodeState.DOWN;
    }

    private boolean drained(Task task) {
        Node node = board.node(task.nodeId());
        return node != null && node.spec().availability() == Availability.DRAIN;
    }

    private RestartPolicy policy(ServiceSlots slots, Task task) {
        return board.specOf(slots.service(), task).task().restart();
    }
}
