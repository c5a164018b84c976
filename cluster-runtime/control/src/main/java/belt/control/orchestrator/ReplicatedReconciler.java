package belt.control.orchestrator;

import belt.control.slot.Decisions;
import belt.control.slot.ServiceSlots;
import belt.control.slot.Slot;
import belt.control.slot.SlotKey;
import belt.control.update.Updater;
import belt.model.NodeId;
import belt.model.ServiceMode;
import belt.model.Task;
import belt.model.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a replicated service as many slots as it wants (swarm-semantics §1.6).
final class ReplicatedReconciler {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedReconciler.class);

    private final Decisions decisions;
    private final SlotKeeper keeper;
    private final Updater updater;

    ReplicatedReconciler(Decisions decisions, SlotKeeper keeper, Updater updater) {
        this.decisions = decisions;
        this.keeper = keeper;
        this.updater = updater;
    }

    /// Looks at all slots.
    void reconcile(ServiceSlots slots, ServiceMode.Replicated wanted) {
        List<Slot> standing = standing(slots);
        if (standing.size() > wanted.replicas()) {
            remove(slots, victims(standing, (int) wanted.replicas()));
            standing = standing(slots);
        }
        // the new ones are made last: they are fresh already, there is nothing to keep or to update
        // about them
        for (Slot slot : standing) {
            keeper.keep(slots, slot, false);
        }
        updater.consider(slots, standing(slots));
        fill(slots, standing, wanted.replicas() - standing.size());
    }

    /// Looks at some slots whose tasks changed.
    void reconcile(ServiceSlots slots, Collection<Slot> touched) {
        List<Slot> some = touched.stream().filter(this::stands).toList();
        some.forEach(slot -> keeper.keep(slots, slot, false));
        updater.advance(slots, some);
    }

    private List<Slot> standing(ServiceSlots slots) {
        return slots.slots().stream().filter(this::stands).toList();
    }

    /// A slot stands while it has a task that is not on its way out of the records.
    private boolean stands(Slot slot) {
        for (Task task : slot.tasks()) {
            if (decisions.desired(task) != TaskState.REMOVE) {
                return true;
            }
        }
        return false;
    }

    private void fill(ServiceSlots slots, List<Slot> standing, long missing) {
        if (missing <= 0) {
            return;
        }
        LOG.debug("{}: {} more slots", slots.service().spec().name(), missing);
        Set<Long> taken = new HashSet<>();
        standing.forEach(slot -> taken.add(slot.key().number()));
        long left = missing;
        for (long number = 1; left > 0; number++) {
            if (!taken.contains(number)) {
                decisions.create(slots, new SlotKey(number, null), TaskState.RUNNING);
                left--;
            }
        }
    }

    private void remove(ServiceSlots slots, List<Slot> victims) {
        LOG.debug("{}: {} slots less", slots.service().spec().name(), victims.size());
        for (Slot slot : victims) {
            for (Task task : List.copyOf(slot.tasks())) {
                decisions.desire(slots, task, TaskState.REMOVE);
            }
        }
    }

    /// Swarm's choice: slots that do not run go first, then those on the nodes that hold most of the service.
    List<Slot> victims(List<Slot> standing, int keep) {
        List<Slot> ordered = new ArrayList<>(standing);
        ordered.sort(
                Comparator.<Slot, Boolean>comparing(slot -> !runs(slot))
                        .thenComparingLong(slot -> slot.key().number()));
        Map<NodeId, Integer> perNode = new HashMap<>();
        Map<Slot, Integer> rank = new HashMap<>();
        for (Slot slot : ordered) {
            List<Task> live = decisions.live(slot);
            NodeId node = live.size() == 1 ? live.getFirst().nodeId() : null;
            rank.put(slot, node == null ? Integer.MAX_VALUE : perNode.merge(node, 1, Integer::sum));
        }
        ordered.sort(Comparator.comparingInt(slot -> rank.getOrDefault(slot, Integer.MAX_VALUE)));
        return ordered.subList(keep, ordered.size());
    }

    private boolean runs(Slot slot) {
        for (Task task : decisions.live(slot)) {
            if (task.state() == TaskState.RUNNING) {
                return true;
            }
        }
        return false;
    }
}
