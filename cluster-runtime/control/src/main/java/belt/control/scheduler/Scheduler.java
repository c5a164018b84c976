package belt.control.scheduler;

import belt.control.loop.ControlLoop;
import belt.control.loop.Outbox;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import belt.store.Change;
import belt.store.SoftChange;
import belt.store.Store;
import belt.store.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives every waiting task its node. A decision is one action for hundreds of tasks; what it takes from a node is
/// charged when it is decided and checked off when it comes back, so decisions follow each other without waiting.
///
/// Work is bounded by what changed: a node that changed is looked at for the specs that wait, a spec with new tasks is
/// dealt out over the nodes once, and a spec for which there is no room is left alone until a node has more room.
public final class Scheduler implements ControlLoop {
    private static final Duration BETWEEN_REASONS = Duration.ofSeconds(1);

    /// Up to so many tasks of a service are placed one by one, without a look at every node.
    private static final int FEW = 64;

    private static final Duration BEFORE_RETRY = Duration.ofMillis(100);

    private final Outbox outbox;
    private final InstantSource clock;
    private @Nullable Desk desk;

    /// One life of the loop.
    private record Desk(
            NodeTable table,
            Eligibility.Sets sets,
            Needs needs,
            Accounts accounts,
            Waiting waiting,
            Assignments assignments,
            Deque<Retry> retries,
            Store store) {}

    private record Retry(Instant at, TaskId task) {}

    public Scheduler(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public Watch open(Store store) {
        var table = new NodeTable();
        var sets = new Eligibility.Sets(table);
        var needs =
                new Needs(
                        sets,
                        key -> store.read(view -> view.spec(key.service(), key.specVersion())));
        var accounts = new Accounts(table, needs);
        var waiting = new Waiting(needs);
        var opened =
                new Desk(
                        table,
                        sets,
                        needs,
                        accounts,
                        waiting,
                        new Assignments(outbox, this::settled),
                        new ArrayDeque<>(),
                        store);
        desk = opened;
        var tasks = new ArrayList<Task>();
        Watch watch =
                store.watch(
                        view -> {
                            view.nodes().forEach(node -> nodeChanged(opened, null, node));
                            tasks.addAll(view.tasks());
                        },
                        Change.OfNode.class,
                        Change.OfTask.class);
        Instant now = clock.instant();
        tasks.forEach(task -> taskChanged(opened, null, task, now));
        return watch;
    }

    @Override
    public void observe(List<Change> changes) {
        Desk open = opened();
        Instant now = clock.instant();
        for (Change change : changes) {
            switch (change) {
                case Change.OfTask(var before, var after) -> taskChanged(open, before, after, now);
                case Change.OfNode(var before, var after) -> nodeChanged(open, before, after);
                case Change.OfService _, Change.OfCluster _, Change.OfEverything _ -> {}
            }
        }
    }

    private static void nodeChanged(Desk open, @Nullable Node before, @Nullable Node after) {
        if (after != null) {
            int index = open.table.put(after);
            open.sets.changed(index, after);
            open.accounts.improved(index);
        } else if (before != null) {
            int index = open.table.remove(before.id());
            if (index >= 0) {
                open.sets.removed(index);
                open.needs.nodeRemoved(index);
            }
        }
    }

    private static void taskChanged(
            Desk open, @Nullable Task before, @Nullable Task after, Instant now) {
        boolean soft = after == null ? before != null && before.number() == 0 : after.number() == 0;
        if (!soft) {
            if (before != null && before.number() == 0) {
                open.waiting.remove(before); // unless it is under way, some other leader placed it
            }
            open.accounts.follow(before, after, now);
            return;
        }
        Task task = after != null ? after : before;
        if (task == null) {
            return;
        }
        if (before != null && before.specVersion() != task.specVersion()) {
            open.waiting.remove(before);
        }
        boolean wanted = after != null && !task.desired().after(TaskState.COMPLETE);
        if (open.accounts.underWay(task.id()) != null) {
            return; // its outcome is awaited
        }
        if (wanted) {
            open.waiting.put(task);
        } else {
            open.waiting.remove(task);
        }
    }

    /// Placements that the store did not take are tried again a little later: their node or their spec has gone, and
    /// others are about to learn of it, too.
    private void settled(List<TaskId> tasks) {
        Desk open = opened();
        Instant at = clock.instant().plus(BEFORE_RETRY);
        for (TaskId task : tasks) {
            open.accounts
                    .settle(task)
                    .ifPresent(failed -> {
                        open.needs.release(failed.need());
                        open.retries.add(new Retry(at, task));
                    });
        }
    }

    private static void retry(Desk open, Instant now) {
        while (!open.retries.isEmpty() && !open.retries.getFirst().at().isAfter(now)) {
            TaskId id = open.retries.removeFirst().task();
            if (open.accounts.underWay(id) == null) {
                open.store
                        .read(view -> view.task(id))
                        .filter(task -> task.number() == 0)
                        .filter(task -> !task.desired().after(TaskState.COMPLETE))
                        .ifPresent(open.waiting::put);
            }
        }
    }

    @Override
    public void decide() {
        Desk open = opened();
        Instant now = clock.instant();
        BitSet improved = open.accounts.takeImproved();
        List<SoftChange> reasons = new ArrayList<>();
        retry(open, now);
        wake(open, improved, now);
        for (NodeId node : open.waiting.takeReadyNodes()) {
            placeOn(open, node, now, reasons);
        }
        for (Group group : List.copyOf(open.waiting.groups())) {
            if (group.ready) {
                group.ready = false;
                place(open, group, now);
            }
            if (!group.waiting.isEmpty() && group.explainAt != null) {
                explain(open, group, now, reasons);
            }
        }
        open.assignments.flush();
        if (!reasons.isEmpty()) {
            open.store.soft(reasons);
        }
    }

    /// Finds what may be worth a try on nodes that have more room, or changed.
    private static void wake(Desk open, BitSet improved, Instant now) {
        if (improved.isEmpty()) {
            return;
        }
        for (int node = improved.nextSetBit(0); node >= 0; node = improved.nextSetBit(node + 1)) {
            if (open.table.has(node)) {
                open.waiting.tryNode(open.table.node(node).id());
            }
        }
        for (Group group : open.waiting.groups()) {
            if (group.explainAt == null) {
                group.explainAt = group.nextReason.isAfter(now) ? group.nextReason : now;
            }
            for (int node = improved.nextSetBit(0);
                    node >= 0 && !group.ready;
                    node = improved.nextSetBit(node + 1)) {
                group.ready = open.table.has(node) && Filter.allPass(open.table, node, group.need);
            }
        }
    }

    private static void place(Desk open, Group group, Instant now) {
        if (small(group) && placeFew(open, group)) {
            return;
        }
        var spread = new Spread(open.table, group.need, now);
        for (Task task : List.copyOf(group.waiting.values())) {
            int node = spread.next();
            if (node < 0) {
                // a new task that finds no room is told why at once
                group.explainAt = now;
                return;
            }
            assign(open, task, group.need, node);
            spread.placed();
        }
    }

    private static boolean small(Group group) {
        Need need = group.need;
        return need.counts.total() + group.waiting.size() <= FEW
                && need.spreadOver.isEmpty()
                && !need.hasFailures();
    }

    /// Places tasks of a small service on the emptiest nodes that have none of it, without looking at all nodes.
    ///
    /// @return whether all found a place in this way
    private static boolean placeFew(Desk open, Group group) {
        Need need = group.need;
        for (Task task : List.copyOf(group.waiting.values())) {
            int node =
                    open.table
                            .byLoad()
                            .first(
                                    each ->
                                            need.counts.of(each) == 0
                                                    && need.eligibility.has(each)
                                                    && Filter.dynamicPass(open.table, each, need),
                                    4 * FEW);
            if (node < 0) {
                return false;
            }
            assign(open, task, need, node);
        }
        return true;
    }

    private static void assign(Desk open, Task task, Need need, int node) {
        open.waiting.take(task);
        open.accounts.place(task, need, node);
        open.assignments.add(task, open.table.node(node));
    }

    private static void placeOn(Desk open, NodeId id, Instant now, List<SoftChange> reasons) {
        int node = open.table.indexOf(id);
        if (node < 0) {
            return;
        }
        for (Task task : open.waiting.on(id)) {
            Need need = open.needs.find(task);
            if (need == null) {
                continue;
            }
            if (Filter.allPass(open.table, node, need)) {
                assign(open, task, need, node);
            } else {
                reason(task, Filter.explainOne(open.table, node, need), now, reasons);
            }
        }
    }

    private static void explain(Desk open, Group group, Instant now, List<SoftChange> reasons) {
        if (group.explainAt == null || group.explainAt.isAfter(now)) {
            return;
        }
        group.explainAt = null;
        group.nextReason = now.plus(BETWEEN_REASONS);
        String text = Filter.explainAll(open.table, group.need);
        group.waiting.values().forEach(task -> reason(task, text, now, reasons));
    }

    private static void reason(Task task, String text, Instant now, List<SoftChange> reasons) {
        if (!task.status().error().equals(text)) {
            TaskStatus status = TaskStatus.of(TaskState.PENDING, now).withError(text);
            reasons.add(new SoftChange.TaskProgress(task.id(), status));
        }
    }

    @Override
    public @Nullable Instant due() {
        if (desk == null) {
            return null;
        }
        Instant first = desk.retries.isEmpty() ? null : desk.retries.getFirst().at();
        for (Group group : desk.waiting.groups()) {
            Instant at = group.explainAt;
            if (at != null && (first == null || at.isBefore(first))) {
                first = at;
            }
        }
        return first;
    }

    private Desk opened() {
        if (desk == null) {
            throw new IllegalStateException("not open");
        }
        return desk;
    }
}
