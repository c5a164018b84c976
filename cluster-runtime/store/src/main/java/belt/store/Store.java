package belt.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// The cluster's state in memory: the replicated tables, and the leader's soft state over them. Readers never wait for
/// the log. One lock guards the tables; it is held for memory work only, never during I/O or callbacks into other
/// locks but a watch's own.
///
/// Determinism: {@link #apply} gives the same replicated tables on every manager whatever the soft state, since soft
/// tasks have no number and soft states lie between two replicated ones.
public final class Store {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Tables tables = new Tables();
    private final Applier applier = new Applier(tables);
    private final SoftState softState = new SoftState(tables);
    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    /// Looks at the tables. The view must not leave the function; the objects in it may.
    public <T> T read(Function<View, T> look) {
        lock.readLock().lock();
        try {
            return look.apply(tables);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Begins to watch, with a look at the tables from exactly before the first change.
    ///
    /// @param initial the first pass; it must only collect, as writers wait for it
    /// @param kinds the kinds of changes wanted; none for all. {@link Change.OfEverything} always comes
    public Watch watch(Consumer<View> initial, Class<?>... kinds) {
        var watch = new Watch(this, kinds);
        lock.writeLock().lock();
        try {
            initial.accept(tables);
            watches.add(watch);
        } finally {
            lock.writeLock().unlock();
        }
        return watch;
    }

    void forget(Watch watch) {
        watches.remove(watch);
    }

    /// Applies a committed entry: for the log's state machine only, in log order.
    ///
    /// @return one result a transaction
    public List<TxResult> apply(Entry entry) {
        lock.writeLock().lock();
        try {
            var results = new ArrayList<TxResult>(entry.transactions().size());
            var changes = new ArrayList<Change>();
            for (List<Action> transaction : entry.transactions()) {
                results.add(applier.apply(transaction, entry.at(), changes));
            }
            publish(changes);
            return results;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Changes the leader's soft state. For the leader's control loops only.
    public void soft(List<? extends SoftChange> wanted) {
        lock.writeLock().lock();
        try {
            var changes = new ArrayList<Change>();
            wanted.forEach(each -> softState.apply(each, changes));
            publish(changes);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Drops the soft state: when this manager stops leading, and before it starts.
    public void resetSoft() {
        lock.writeLock().lock();
        try {
            softState.reset();
            publish(List.of(new Change.OfEverything()));
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Writes the replicated tables. Readers go on, writers wait.
    ///
    /// @throws IOException if the stream does not take it
    public void save(OutputStream out) throws IOException {
        byte[] bytes = read(_ -> SnapshotCodec.encode(tables));
        out.write(bytes);
    }

    /// Replaces everything by what {@link #save} wrote.
    ///
    /// @throws IOException if the stream cannot be read
    /// @throws belt.core.BeltException.OperationFailed if it was written by a newer version, or is damaged
    public void load(InputStream in) throws IOException {
        byte[] bytes = in.readAllBytes();
        lock.writeLock().lock();
        try {
            SnapshotCodec.decode(bytes, tables);
            publish(List.of(new Change.OfEverything()));
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void publish(List<Change> changes) {
        if (!changes.isEmpty()) {
            var all = List.copyOf(changes);
            watches.forEach(watch -> watch.offer(all));
        }
    }
}
