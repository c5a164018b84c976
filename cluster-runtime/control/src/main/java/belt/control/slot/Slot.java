package belt.control.slot;

import belt.model.Task;
import belt.model.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A slot with its tasks: history, the current one, and for a while its successor.
public final class Slot {
    private static final Comparator<Task> AGE =
            Comparator.<Task, Instant>comparing(task -> task.meta().createdAt())
                    .thenComparingLong(task -> task.number() == 0 ? Long.MAX_VALUE : task.number());

    private final SlotKey key;
    private final List<Task> tasks = new ArrayList<>(1);
    private @Nullable DelayedStart start;

    Slot(SlotKey key) {
        this.key = key;
    }

    /// A task that waits at READY.
    ///
    /// @param task the one that waits
    /// @param at not before
    /// @param giveUp when it no longer waits for the slot's old tasks to end
    public record DelayedStart(TaskId task, Instant at, Instant giveUp) {}

    public SlotKey key() {
        return key;
    }

    /// All of them, in no order.
    public List<Task> tasks() {
        return Collections.unmodifiableList(tasks);
    }

    public @Nullable DelayedStart start() {
        return start;
    }

    public void start(@Nullable DelayedStart other) {
        start = other;
    }

    public Optional<Task> find(TaskId id) {
        int at = indexOf(id);
        return at < 0 ? Optional.empty() : Optional.of(tasks.get(at));
    }

    /// The newest of some tasks of a slot.
    public static Optional<Task> newest(List<Task> some) {
        return some.stream().max(AGE);
    }

    /// @return what stood there before; null if it is new
    @Nullable Task put(Task task) {
        int at = indexOf(task.id());
        if (at < 0) {
            tasks.add(task);
            return null;
        }
        return tasks.set(at, task);
    }

    void remove(TaskId id) {
        int at = indexOf(id);
        if (at >= 0) {
            tasks.remove(at);
        }
        if (start != null && start.task().equals(id)) {
            start = null;
        }
    }

    private int indexOf(TaskId id) {
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
