package belt.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Puts transactions into the replicated log.
public interface Proposer {
    /// Proposes the actions as one transaction: all of them or, on a conflict, none. Transactions proposed by one thread
    /// are applied in that order. Does not block; several may be under way.
    ///
    /// The future fails with {@link belt.core.BeltException.Unreachable} if this node is not the leader, lost the
    /// leadership before it knew the outcome (the transaction may still come through), or the log is closed.
    CompletableFuture<TxResult> propose(List<Action> actions);
}
