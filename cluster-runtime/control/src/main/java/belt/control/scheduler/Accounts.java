package belt.control.scheduler;

import belt.model.Node;
import belt.model.NodeId;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What each node is charged for: the tasks that the store has on it, and the placements under way. A task's reservations
/// count until it has ended, whatever is desired of it; it counts as active while it is also meant to run
/// (swarm-semantics §3.2).
final class Accounts {
    private enum Charge {
        NOTHING,
        RESERVED,
        ACTIVE
    }

    /// A placement under way.
    record Placement(Need need, NodeId node) {}

    private final NodeTable table;
    private final Needs needs;
    private final Map<TaskId, Placement> underWay = new HashMap<>();

    /// Nodes on which more is possible than before.
    private BitSet improved = new BitSet();

    Accounts(NodeTable table, Needs needs) {
        this.table = table;
        this.needs = needs;
    }

    @Nullable Placement underWay(TaskId task) {
        return underWay.get(task);
    }

    /// The nodes on which more is possible than at the last call.
    BitSet takeImproved() {
        BitSet taken = improved;
        improved = new BitSet();
        return taken;
    }

    void improved(int index) {
        improved.set(index);
    }

    /// Charges a node for a placement that is going to be proposed; takes the task's hold on its need over.
    void place(Task task, Need need, int index) {
        Node node = table.node(index);
        underWay.put(task.id(), new Placement(need, node.id()));
        charge(need, index, 1, 1);
    }

    /// Ends a placement whose proposal came back.
    ///
    /// @return the placement, if the store did not take it; its charges are given back then
    Optional<Placement> settle(TaskId task) {
        Placement failed = underWay.remove(task);
        if (failed == null) {
            return Optional.empty();
        }
        int index = table.indexOf(failed.node());
        if (index >= 0) {
            charge(failed.need(), index, -1, -1);
        }
        return Optional.of(failed);
    }

    /// Follows a stored task.
    void follow(@Nullable Task before, @Nullable Task after, Instant now) {
        Charge was = charge(before);
        Charge is = charge(after);
        if (after != null && was == Charge.NOTHING && is != Charge.NOTHING) {
            Placement placed = underWay.remove(after.id());
            if (placed != null) {
                was = Charge.ACTIVE; // charged when it was decided, on the same node
            }
        }
        Task task = after != null ? after : before;
        if (task == null || was == is) {
            return;
        }
        Need need = was == Charge.NOTHING ? needs.acquire(task) : needs.find(task);
        if (need == null) {
            return;
        }
        int index = table.indexOf(task.nodeId());
        if (index >= 0) {
            charge(need, index, reserved(is) - reserved(was), active(is) - active(was));
            noteFailure(need, index, after, now);
        }
        if (is == Charge.NOTHING) {
            needs.release(need);
        }
    }

    private void charge(Need need, int index, int reservations, int active) {
        if (reservations != 0) {
            table.reserve(index, need, reservations);
        }
        if (active != 0) {
            table.addTasks(index, active);
            need.counts.add(index, active);
        }
        if (reservations < 0 || active < 0) {
            improved.set(index);
        }
    }

    private static void noteFailure(Need need, int index, @Nullable Task after, Instant now) {
        boolean failed =
                after != null
                        && (after.state() == TaskState.FAILED
                                || after.state() == TaskState.REJECTED);
        if (failed && need.anyNode) {
            need.failed(index, now);
        }
    }

    private static Charge charge(@Nullable Task task) {
        if (task == null || task.number() == 0 || task.state().terminal()) {
            return Charge.NOTHING;
        }
        return task.desired().after(TaskState.COMPLETE) ? Charge.RESERVED : Charge.ACTIVE;
    }

    private static int reserved(Charge charge) {
        return charge == Charge.NOTHING ? 0 : 1;
    }

    private static int active(Charge charge) {
        return charge == Charge.ACTIVE ? 1 : 0;
    }
}
