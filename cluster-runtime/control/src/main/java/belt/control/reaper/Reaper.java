package belt.control.reaper;

import belt.control.loop.ControlLoop;
import belt.control.loop.Outbox;
import belt.control.slot.SlotKey;
import belt.model.Cluster;
import belt.model.ClusterSpec;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Action;
import belt.store.Change;
import belt.store.Store;
import belt.store.View;
import belt.store.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Deletes task records that nobody needs any more (swarm-semantics §1.10): what is desired REMOVE as soon as it has ended,
/// what is left of removed services, and of each slot all but its latest tasks.
public final class Reaper implements ControlLoop {
    /// Histories are trimmed this long after the first task ended, or at once when many slots wait.
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final int MANY_SLOTS = 1_000;
    private static final int NUMBERS_AT_ONCE = 1_000;

    /// Oldest first, by when the state was observed.
    private static final Comparator<Task> AGE =
            Comparator.<Task, Instant>comparing(task -> task.status().at())
                    .thenComparingLong(Task::number);

    private final Outbox outbox;
    private final InstantSource clock;
    private @Nullable Store store;
    private Map<ServiceId, Set<SlotKey>> dirty = new HashMap<>();
    private int dirtySlots;
    private Set<Long> deletable = new LinkedHashSet<>();
    private Set<Long> underWay = new HashSet<>();
    private @Nullable Instant trimAt;

    public Reaper(Outbox outbox, InstantSource clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "reaper";
    }

    @Override
    public Watch open(Store opened) {
        store = opened;
        dirty = new HashMap<>();
        dirtySlots = 0;
        deletable = new LinkedHashSet<>();
        underWay = new HashSet<>();
        trimAt = null;
        return opened.watch(view -> view.tasks().forEach(this::look), Change.OfTask.class);
    }

    @Override
    public void observe(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.OfTask(var before, var after)
                    && after != null
                    && (before == null
                            || before.state() != after.state()
                            || before.desired() != after.desired())) {
                look(after);
            }
        }
    }

    private void look(Task task) {
        if (task.number() == 0 || !task.state().terminal()) {
            return;
        }
        if (task.desired() == TaskState.REMOVE) {
            deletable.add(task.number());
            return;
        }
        if (dirty.computeIfAbsent(task.serviceId(), _ -> new HashSet<>()).add(slot(task))) {
            dirtySlots++;
        }
        if (trimAt == null) {
            trimAt = clock.instant().plus(PAUSE);
        }
    }

    /// Slot 0 is a global service's: there the node tells slots apart.
    private static SlotKey slot(Task task) {
        return new SlotKey(task.slot(), task.slot() == 0 ? task.nodeId() : null);
    }

    @Override
    public void decide() {
        if (trimAt != null && (!clock.instant().isBefore(trimAt) || dirtySlots > MANY_SLOTS)) {
            trimAt = null;
            trim();
        }
        var numbers = new ArrayList<Long>();
        deletable.forEach(number -> {
            if (underWay.add(number)) {
                numbers.add(number);
            }
        });
        deletable.clear();
        for (int from = 0; from < numbers.size(); from += NUMBERS_AT_ONCE) {
            delete(
                    List.copyOf(
                            numbers.subList(
                                    from, Math.min(numbers.size(), from + NUMBERS_AT_ONCE))));
        }
    }

    private void delete(List<Long> numbers) {
        Set<Long> mine = underWay;
        outbox.propose(
                List.of(new Action.RemoveTasks(numbers)), _ -> numbers.forEach(mine::remove));
    }

    private void trim() {
        if (store == null) {
            return;
        }
        Map<ServiceId, Set<SlotKey>> all = dirty;
        dirty = new HashMap<>();
        dirtySlots = 0;
        store.read(view -> {
            all.forEach((service, slots) -> trim(view, service, slots));
            return deletable.size();
        });
    }

    private void trim(View view, ServiceId id, Set<SlotKey> slots) {
        Service service = view.service(id).orElse(null);
        if (service == null) {
            view.tasksOf(id).stream()
                    .filter(task -> task.number() != 0 && task.state().terminal())
                    .forEach(task -> deletable.add(task.number()));
            return;
        }
        long limit = limit(view, service.spec());
        if (limit < 0 || job(service)) {
            return;
        }
        Map<SlotKey, List<Task>> histories = new HashMap<>();
        for (Task task : view.tasksOf(id)) {
            if (slots.contains(slot(task))) {
                histories.computeIfAbsent(slot(task), _ -> new ArrayList<>()).add(task);
            }
        }
        histories.values().forEach(history -> trim(history, limit));
    }

    private void trim(List<Task> history, long limit) {
        long tooMany = history.size() - limit;
        if (tooMany <= 0) {
            return;
        }
        history.stream()
                .filter(task -> task.number() != 0 && task.state().terminal())
                .filter(task -> task.desired().after(TaskState.RUNNING))
                .sorted(AGE)
                .limit(tooMany)
                .forEach(task -> deletable.add(task.number()));
    }

    /// How many tasks a slot keeps, the live one included. The restart supervisor counts attempts in this history.
    private static long limit(View view, ServiceSpec spec) {
        long attempts = spec.task().restart().maxAttempts();
        if (attempts > 0) {
            return attempts + 1;
        }
        Cluster cluster = view.cluster();
        return (cluster == null ? ClusterSpec.DEFAULT : cluster.spec()).taskHistoryRetentionLimit();
    }

    private static boolean job(Service service) {
        return switch (service.spec().mode()) {
            case ServiceMode.Replicated _, ServiceMode.Global _ -> false;
            case ServiceMode.ReplicatedJob _, ServiceMode.GlobalJob _ -> true;
        };
    }

    @Override
    public @Nullable Instant due() {
        return trimAt;
    }
}
