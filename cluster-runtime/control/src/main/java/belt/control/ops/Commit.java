package belt.control.ops;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.TxResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Proposes on behalf of a person and waits for the outcome.
final class Commit {
    /// Docker's daemon waits 20 s for a change (swarm-semantics §6.1).
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Proposer proposer;

    Commit(Proposer proposer) {
        this.proposer = proposer;
    }

    /// @throws BeltException.StillRunning if the log did not answer in time; the change may still come through
    TxResult of(Action... actions) {
        try {
            return proposer.propose(List.of(actions))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BeltException.OperationFailed(
                    CoreProblem.INTERRUPTED, "interrupted while the change was stored");
        } catch (TimeoutException e) {
            throw new BeltException.StillRunning(
                    CoreProblem.DEADLINE,
                    "rpc error: code = DeadlineExceeded desc = context deadline exceeded");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BeltException problem) {
                throw problem;
            }
            throw new BeltException.Bug("a proposal failed: " + e.getCause(), e);
        }
    }
}
