package belt.control.orchestrator;

import belt.control.slot.Board;
import belt.control.slot.Decisions;
import belt.control.slot.ServiceSlots;
import belt.control.slot.Slot;
import belt.control.slot.SlotKey;
import belt.control.update.Updater;
import belt.model.Availability;
import belt.model.Node;
import belt.model.Task;
import belt.model.TaskState;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives a global service one task on every node that fits (swarm-semantics §1.7). Resources and ports are the
/// scheduler's business: such a task waits on its node.
final class GlobalReconciler {
    private final Board board;
    private final Decisions decisions;
    private final SlotKeeper keeper;
    private final Updater updater;

    GlobalReconciler(Board board, Decisions decisions, SlotKeeper keeper, Updater updater) {
        this.board = board;
        this.decisions = decisions;
        this.keeper = keeper;
        this.updater = updater;
    }

    /// Looks at all nodes and slots.
    void reconcile(ServiceSlots slots) {
        Set<SlotKey> keys = new LinkedHashSet<>();
        board.nodes().forEach(node -> keys.add(new SlotKey(0, node.id())));
        slots.slots().forEach(slot -> keys.add(slot.key()));
        keys.forEach(key -> look(slots, key));
        updater.consider(slots, List.copyOf(slots.slots()));
    }

    /// Looks at some slots.
    void reconcile(ServiceSlots slots, Collection<Slot> touched) {
        touched.forEach(slot -> look(slots, slot.key()));
        updater.advance(slots, touched);
    }

    /// Looks at one node's slot.
    void look(ServiceSlots slots, SlotKey key) {
        Node node = board.node(key.node());
        Optional<Slot> slot = slots.slot(key);
        if (node == null) {
            slot.ifPresent(some -> forget(slots, some));
        } else if (!eligible(slots, node)) {
            slot.ifPresent(some -> stop(slots, some, false));
        } else if (node.spec().availability() == Availability.PAUSE) {
            slot.ifPresent(some -> stop(slots, some, true));
        } else if (slot.filter(this::stands).isPresent()) {
            keeper.keep(slots, slot.get(), true);
        } else {
            decisions.create(slots, key, TaskState.RUNNING);
        }
    }

    private boolean eligible(ServiceSlots slots, Node node) {
        return !node.invalid() && board.meetsConstraints(slots.service(), node);
    }

    private boolean stands(Slot slot) {
        return slot.tasks().stream().anyMatch(task -> decisions.desired(task) != TaskState.REMOVE);
    }

    private void forget(ServiceSlots slots, Slot slot) {
        List.copyOf(slot.tasks()).forEach(task -> decisions.remove(slots, task));
    }

    private void stop(ServiceSlots slots, Slot slot, boolean onlyEnded) {
        for (Task task : decisions.live(slot)) {
            if (!onlyEnded || task.state().terminal()) {
                decisions.desire(slots, task, TaskState.SHUTDOWN);
            }
        }
    }
}
