package belt.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A stream of changes in commit order. For one reading thread.
public final class Watch implements AutoCloseable {
    private final Store store;
    private final Class<?>[] kinds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private Deque<List<Change>> commits = new ArrayDeque<>();
    private boolean closed;
    private boolean woken;

    Watch(Store store, Class<?>[] kinds) {
        this.store = store;
        this.kinds = kinds;
    }

    /// The next changes: those of all commits that have arrived, joined. Blocks until there are some.
    ///
    /// @param patience how long at most
    /// @return the changes, empty when the time was up or {@link #wake()} was called; null once the watch is closed
    /// @throws InterruptedException if the reading thread was interrupted
    public @Nullable List<Change> next(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (commits.isEmpty() && !closed && !woken && left > 0) {
                left = arrived.awaitNanos(left);
            }
            woken = false;
            return take();
        } finally {
            lock.unlock();
        }
    }

    /// The changes that have arrived, without waiting. A {@link #wake()} that came meanwhile still ends the next
    /// {@link #next}: whoever called it did so for work that this reader has not looked at yet.
    ///
    /// @return the changes, perhaps none; null once the watch is closed
    public @Nullable List<Change> poll() {
        lock.lock();
        try {
            return take();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable List<Change> take() {
        if (commits.isEmpty()) {
            return closed ? null : List.of();
        }
        var all = new ArrayList<Change>();
        commits.forEach(all::addAll);
        commits = new ArrayDeque<>();
        return all;
    }

    /// As {@link #next(Duration)} without a limit of time.
    public @Nullable List<Change> next() throws InterruptedException {
        return next(Duration.ofNanos(TimeUnit.DAYS.toNanos(365)));
    }

    /// Makes a waiting {@link #next} return at once, so that the reader looks at other work.
    public void wake() {
        lock.lock();
        try {
            woken = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void offer(List<Change> changes) {
        List<Change> wanted =
                kinds.length == 0 ? changes : changes.stream().filter(this::wants).toList();
        if (wanted.isEmpty()) {
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                commits.add(wanted);
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean wants(Change change) {
        for (Class<?> kind : kinds) {
            if (kind.isInstance(change)) {
                return true;
            }
        }
        return change instanceof Change.OfEverything;
    }

    @Override
    public void close() {
        store.forget(this);
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
