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

/// A log that applies entries to a store when it is told to, in the order in which they were proposed, or loses them.
public final class FakeLog implements Proposer {
    private record Pending(List<Action> actions, CompletableFuture<TxResult> result) {}

    private final Store store;
    private final InstantSource clock;
    private final Deque<Pending> pending = new ArrayDeque<>();
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

    private synchronized @org.jspecify.annotations.Nullable Pending poll() {
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
