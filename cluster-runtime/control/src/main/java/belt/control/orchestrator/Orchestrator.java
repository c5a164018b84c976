package belt.control.orchestrator;

import belt.control.loop.ControlLoop;
import belt.control.loop.Outbox;
import belt.control.restart.RestartSupervisor;
import belt.control.slot.Board;
import belt.control.slot.Decisions;
import belt.control.slot.ServiceSlots;
import belt.control.slot.Slot;
import belt.control.slot.SlotKey;
import belt.control.slot.Timers;
import belt.control.update.Updater;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Change;
import belt.store.Store;
import belt.store.Watch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The owner of all slots: makes tasks, stops them, replaces those that ended, and rolls changes out. Replicated and
/// global services, restarts and updates share this one loop, since two loops with proposals under way would both fill
/// the same slot (docs/adr/0070).
///
/// What a round costs depends on what changed: a task that only moves on touches its own slot, and most such moves touch
/// nothing.
public final class Orchestrator implements ControlLoop {
    private final Outbox outbox;
    private final InstantSource clock;
    private @Nullable Desk desk;

    /// One life of the loop: everything that is forgotten when it is opened anew.
    private record Desk(
            Store store,
            Board board,
            Decisions decisions,
            Timers timers,
            RestartSupervisor restarts,
            Updater updater,
            ReplicatedReconciler replicated,
            GlobalReconciler global,
            Set<ServiceSlots> touched) {
        static Desk of(Store store, Outbox outbox, InstantSource clock) {
            var board = new Board(store);
            var decisions = new Decisions(store, outbox, clock);
            var timers = new Timers();
            var restarts = new RestartSupervisor(board, decisions, timers);
            var updater = new Updater(board, decisions, restarts, timers);
            var keeper = new SlotKeeper(board, decisions, restarts, updater);
            return new Desk(
                    store,
                    board,
                    decisions,
                    timers,
                    restarts,
                    updater,
                    new ReplicatedReconciler(decisions, keeper, updater),
                    new GlobalReconciler(board, decisions, keeper, updater),
                    new LinkedHashSet<>());
        }
    }

    public Orchestrator(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "orchestrator";
    }

    @Override
    public Watch open(Store store) {
        Desk opened = Desk.of(store, outbox, clock);
        desk = opened;
        return store.watch(
                view -> {
                    view.nodes().forEach(opened.board::put);
                    view.services().forEach(opened.board::put);
                    for (Task task : view.tasks()) {
                        ServiceSlots slots = opened.board.service(task.serviceId());
                        if (slots != null) {
                            slots.put(task);
                        }
                    }
                    opened.touched.addAll(opened.board.services());
                },
                Change.OfNode.class,
                Change.OfService.class,
                Change.OfTask.class);
    }

    @Override
    public void observe(List<Change> changes) {
        Desk open = opened();
        for (Change change : changes) {
            switch (change) {
                case Change.OfTask(var before, var after) -> taskChanged(open, before, after);
                case Change.OfNode(var before, var after) -> nodeChanged(open, before, after);
                case Change.OfService(var before, var after) -> serviceChanged(open, before, after);
                case Change.OfCluster _, Change.OfEverything _ -> {}
            }
        }
    }

    private static void serviceChanged(
            Desk open, @Nullable Service before, @Nullable Service after) {
        if (after != null) {
            open.board.put(after);
            touchWhole(open, open.board.service(after.id()));
        } else if (before != null) {
            open.board.remove(before);
            open.updater.forget(before.id());
        }
    }

    private static void touchWhole(Desk open, @Nullable ServiceSlots slots) {
        if (slots != null) {
            slots.touchWhole();
            open.touched.add(slots);
        }
    }

    private static void touch(Desk open, ServiceSlots slots, Slot slot) {
        slots.touch(slot);
        open.touched.add(slots);
    }

    private static void taskChanged(Desk open, @Nullable Task before, @Nullable Task after) {
        Task known = after != null ? after : before;
        ServiceSlots slots = known == null ? null : open.board.service(known.serviceId());
        if (slots == null) {
            return;
        }
        if (after != null) {
            stored(open, slots, after);
        } else if (before != null) {
            removed(open, slots, before);
        }
    }

    private static void stored(Desk open, ServiceSlots slots, Task after) {
        Task known = slots.put(after);
        Slot slot = slots.slotOf(after);
        if (known == null || known.specVersion() != after.specVersion()) {
            // not of our making: a former leader's, one that we gave up, or one that was placed
            // before its spec changed
            touchWhole(open, slots);
        } else if (known.desired() != after.desired()) {
            if (after.desired() == TaskState.REMOVE && open.decisions.live(known)) {
                touchWhole(open, slots);
            }
            touch(open, slots, slot);
        } else if (known.state() != after.state() && !after.state().before(TaskState.RUNNING)) {
            touch(open, slots, slot);
        }
    }

    private static void removed(Desk open, ServiceSlots slots, Task before) {
        slots.remove(before);
        slots.slot(SlotKey.of(before, slots.global()))
                .ifPresentOrElse(
                        slot -> touch(open, slots, slot),
                        () -> {
                            if (before.desired() != TaskState.REMOVE) {
                                touchWhole(open, slots);
                            }
                        });
    }

    private static void nodeChanged(Desk open, @Nullable Node before, @Nullable Node after) {
        if (after != null) {
            open.board.put(after);
        } else if (before != null) {
            open.board.remove(before);
        }
        Node node = after != null ? after : before;
        if (node == null || (before != null && after != null && !matters(before, after))) {
            return;
        }
        touchTasksOn(open, node.id());
        for (ServiceSlots slots : open.board.services()) {
            if (slots.global()) {
                Slot slot = slots.slotAt(new SlotKey(0, node.id()));
                touch(open, slots, slot);
                if (before != null && after != null) {
                    // a paused node that is active again may have stale tasks
                    touchWhole(open, slots);
                }
            }
        }
    }

    /// Heartbeats and the like change nothing for orchestration.
    private static boolean matters(Node before, Node after) {
        return before.invalid() != after.invalid()
                || before.role() != after.role()
                || !before.spec().equals(after.spec())
                || !before.description().equals(after.description())
                || !before.status().address().equals(after.status().address());
    }

    private static void touchTasksOn(Desk open, NodeId node) {
        List<Task> there = open.store.read(view -> List.copyOf(view.tasksOn(node)));
        for (Task task : there) {
            ServiceSlots slots = open.board.service(task.serviceId());
            if (slots != null) {
                slots.slot(SlotKey.of(task, slots.global()))
                        .ifPresent(slot -> touch(open, slots, slot));
            }
        }
    }

    @Override
    public void decide() {
        Desk open = opened();
        open.timers.ring(clock.instant(), ring -> rung(open, ring));
        List<ServiceSlots> touched = List.copyOf(open.touched);
        open.touched.clear();
        for (ServiceSlots slots : touched) {
            reconcile(open, slots);
        }
        open.decisions.flush();
    }

    private static void rung(Desk open, Timers.Ring ring) {
        ServiceSlots slots = open.board.service(ring.service());
        if (slots == null) {
            return;
        }
        open.touched.add(slots);
        if (ring.slot() != null) {
            slots.slot(ring.slot()).ifPresent(slots::touch);
        }
    }

    private static void reconcile(Desk open, ServiceSlots slots) {
        boolean whole = slots.takeTouchedWhole();
        Set<Slot> some = slots.takeTouched();
        if (open.board.service(slots.service().id()) != slots) {
            return;
        }
        switch (slots.service().spec().mode()) {
            case ServiceMode.Replicated mode -> {
                if (!some.isEmpty() || !whole) {
                    open.replicated.reconcile(slots, some);
                }
                if (whole) {
                    open.replicated.reconcile(slots, mode);
                }
            }
            case ServiceMode.Global _ -> {
                if (!some.isEmpty() || !whole) {
                    open.global.reconcile(slots, some);
                }
                if (whole) {
                    open.global.reconcile(slots);
                }
            }
            case ServiceMode.ReplicatedJob _, ServiceMode.GlobalJob _ -> {}
        }
    }

    @Override
    public @Nullable Instant due() {
        return desk == null ? null : desk.timers.due();
    }

    private Desk opened() {
        if (desk == null) {
            throw new IllegalStateException("not open");
        }
        return desk;
    }
}
