package belt.control.orchestrator;

import belt.control.restart.RestartSupervisor;
import belt.control.slot.Board;
import belt.control.slot.Decisions;
import belt.control.slot.ServiceSlots;
import belt.control.slot.Slot;
import belt.control.slot.Slot.DelayedStart;
import belt.control.update.Updater;
import belt.model.Task;
import belt.model.TaskState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Sees to it that a slot that shall exist has its one task.
final class SlotKeeper {
    private final Board board;
    private final Decisions decisions;
    private final RestartSupervisor restarts;
    private final Updater updater;

    SlotKeeper(Board board, Decisions decisions, RestartSupervisor restarts, Updater updater) {
        this.board = board;
        this.decisions = decisions;
        this.restarts = restarts;
        this.updater = updater;
    }

    /// @param onlyUnfinished whether a task that was stopped by us, not by itself, is replaced whatever the restart
    ///     policy says: a global service's node came back
    void keep(ServiceSlots slots, Slot slot, boolean onlyUnfinished) {
        List<Task> live = decisions.live(slot);
        if (live.isEmpty()) {
            lastOne(slot).ifPresent(last -> revive(slots, slot, last, onlyUnfinished));
            return;
        }
        for (Task task : live) {
            decisions.renew(slots, task);
            if (task.state().terminal() || board.onInvalidNode(task)) {
                restarts.restart(slots, slot, task);
            }
        }
        Slot now = slots.slot(slot.key()).orElse(slot);
        if (!updater.working(slots, now)) {
            leaveOne(slots, now);
        }
        adopt(slots, now);
        restarts.release(slots, now);
    }

    private Optional<Task> lastOne(Slot slot) {
        return Slot.newest(
                slot.tasks().stream()
                        .filter(task -> decisions.desired(task) != TaskState.REMOVE)
                        .toList());
    }

    private void revive(ServiceSlots slots, Slot slot, Task last, boolean onlyUnfinished) {
        boolean byItself =
                last.state().terminal()
                        && last.state() != TaskState.SHUTDOWN
                        && last.state() != TaskState.ORPHANED;
        if (!restarts.ended(slots, slot, last) || (onlyUnfinished && !byItself)) {
            restarts.replaceLost(slots, slot, last);
        }
    }

    /// Of several live tasks one stays: two leaders may have filled the same slot. While a start-first update is frozen
    /// or failing, the old task stays beside the new one until that runs.
    private void leaveOne(ServiceSlots slots, Slot slot) {
        List<Task> live = decisions.live(slot);
        if (live.size() < 2) {
            return;
        }
        Task best = live.stream().max(worth(slots)).orElseThrow();
        boolean runs = best.state() == TaskState.RUNNING;
        for (Task other : live) {
            boolean sameKind =
                    board.fresh(slots.service(), other) == board.fresh(slots.service(), best);
            if (!other.id().equals(best.id()) && (runs || sameKind)) {
                decisions.desire(slots, other, TaskState.SHUTDOWN);
            }
        }
    }

    private Comparator<Task> worth(ServiceSlots slots) {
        return Comparator.<Task, Boolean>comparing(task -> !task.state().terminal())
                .thenComparing(task -> board.fresh(slots.service(), task))
                .thenComparing(Task::state)
                .thenComparingLong(task -> -task.number());
    }

    /// A task at READY for whose start nobody waits was left by a former leader.
    private void adopt(ServiceSlots slots, Slot slot) {
        DelayedStart start = slot.start();
        for (Task task : decisions.live(slot)) {
            boolean waits = decisions.desired(task) == TaskState.READY && !task.state().terminal();
            boolean noted = start != null && start.task().equals(task.id());
            if (waits && !noted) {
                restarts.adopt(slots, slot, task);
                return;
            }
        }
    }
}
