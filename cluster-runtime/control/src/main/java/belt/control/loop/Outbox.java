package belt.control.loop;

import belt.store.Action;
import belt.store.Proposer;
import belt.store.TxResult;
import belt.store.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A loop's proposals under way. Results come back on the loop's own thread, after the changes that they made were
/// observed, so a loop keeps what it decided in memory until then and never decides twice.
public final class Outbox {
    private record Result(long epoch, Runnable then) {}

    private final Proposer proposer;
    private final ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Watch watch;
    private final AtomicLong epoch = new AtomicLong();

    public Outbox(Proposer proposer) {
        this.proposer = proposer;
    }

    /// Proposes without waiting.
    ///
    /// @param then runs on the loop's thread once the transaction was applied here. It does not run when the proposal
    ///     failed: the loop is then opened anew
    public void propose(List<Action> actions, Consumer<TxResult> then) {
        long mine = epoch.get();
        proposer.propose(actions)
                .whenComplete((result, error) -> {
                    if (error != null) {
                        fail(mine, error);
                    } else {
                        results.add(new Result(mine, () -> then.accept(result)));
                    }
                    wake();
                });
    }

    private void fail(long mine, Throwable error) {
        if (mine == epoch.get()) {
            failure = error;
        }
    }

    private void wake() {
        Watch current = watch;
        if (current != null) {
            current.wake();
        }
    }

    /// Begins anew: results of earlier proposals are dropped.
    void begin() {
        epoch.incrementAndGet();
        failure = null;
    }

    void attach(Watch opened) {
        watch = opened;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /// What has come back; to be run after the changes that are there already were observed.
    List<Runnable> take() {
        var ready = new ArrayList<Runnable>();
        for (Result next = results.poll(); next != null; next = results.poll()) {
            if (next.epoch() == epoch.get()) {
                ready.add(next.then());
            }
        }
        return ready;
    }
}
