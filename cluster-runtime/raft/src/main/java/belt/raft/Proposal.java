package belt.raft;

import belt.store.Action;
import belt.store.TxResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A transaction on its way into the log.
///
/// @param actions the transaction
/// @param bytes about how much of an entry it takes
/// @param arrivedNanos when it was proposed, by `System.nanoTime`
/// @param result completes once it is applied here
record Proposal(
        List<Action> actions, int bytes, long arrivedNanos, CompletableFuture<TxResult> result) {}
