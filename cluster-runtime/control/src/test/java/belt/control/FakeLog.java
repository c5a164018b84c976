package belt.control;

import belt.core.BeltException;
import belt.store.Action;
import belt.store.Entry;
import belt.store.EntryCodec;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.StoreProblem;
import belt.store.TxResult;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A log that applies entries to a store when it is told to, in the order in which they were proposed, or loses them.
public final class FakeLog implements Proposer {
    private record Pending(List<Action> actions, CompletableFuture<TxResult> result) {}

    private final Store store;
    private final InstantSource clock;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<Pending> lost = new ArrayDeque<>();
    private boolean late;
    private boolean atOnce = true;
    private long bytes;
    private long entries;

    public FakeLog(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<TxResult> propose(List<Action> actions) {
        var result = new CompletableFuture<TxResult>();
        synchronized (this) {
            pending.add(new Pending(List.copyOf(actions), result));
        }
        if (atOnce) {
            commitAll();
        }
        return result;
    }

    /// Whether proposals are applied as they come.
    public void atOnce(boolean yes) {
        atOnce = yes;
    }

    public synchronized int waiting() {
        return pending.size();
    }

    /// Applies the oldest proposal.
    public void commitOne() {
        commit(next());
    }

    public void commitAll() {
        for (Pending next = poll(); next != null; next = poll()) {
            commit(next);
        }
    }

    /// The leadership is lost: all proposals under way fail.
    ///
    /// @param comeThrough whether the entries are applied nevertheless, as a successor may find them in its log
    public void fail(boolean comeThrough) {
        for (Pending next = poll(); next != null; next = poll()) {
            if (comeThrough) {
                apply(next.actions());
            }
            next.result()
                    .completeExceptionally(
                            new BeltException.Unreachable(
                                    StoreProblem.NOT_LEADER, "this manager leads no longer"));
        }
    }

    /// The proposals under way fail although the manager leads on: some come through later, with {@link #comeThrough}.
    public void lose() {
        for (Pending next = poll(); next != null; next = poll()) {
            lost.add(next);
            next.result()
                    .completeExceptionally(
                            new BeltException.Unreachable(
                                    StoreProblem.NOT_LEADER, "the outcome is not known"));
        }
    }

    /// Applies the oldest proposal whose outcome was not known.
    public void comeThrough() {
        Pending next = lost.poll();
        if (next != null) {
            late = true;
            apply(next.actions());
        }
    }

    /// Whether a proposal came through after it had been reported as failed.
    public boolean late() {
        return late;
    }

    /// Applies other people's proposal, ahead of those that wait.
    public void jumpTheQueue(List<Action> actions) {
        TxResult result = apply(actions);
        if (result instanceof TxResult.Conflict(var what)) {
            throw new AssertionError(what);
        }
    }

    /// Bytes of all entries so far.
    public long bytes() {
        return bytes;
    }

    public long entries() {
        return entries;
    }

    private synchronized Pending next() {
        return pending.remove();
    }

    private synchronized @Nullable Pending poll() {
        return pending.poll();
    }

    private void commit(Pending next) {
        next.result().complete(apply(next.actions()));
    }

    private TxResult apply(List<Action> actions) {
        var entry = new Entry(clock.instant(), List.of(actions));
        byte[] encoded = EntryCodec.encode(entry);
        bytes += encoded.length;
        entries++;
        return store.apply(EntryCodec.decode(encoded)).getFirst();
    }
}
