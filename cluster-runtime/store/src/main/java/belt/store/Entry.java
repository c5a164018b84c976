package belt.store;

import java.time.Instant;
import java.util.List;

/// One log entry: transactions that were proposed close together, and the leader's clock.
///
/// @param at leader's clock when the entry was made; the time of everything in it
/// @param transactions each applied wholly or not at all, in this order
public record Entry(Instant at, List<List<Action>> transactions) {
    public Entry {
        transactions = List.copyOf(transactions);
    }
}
