package belt.store;

/// What became of a proposed transaction.
public sealed interface TxResult {
    /// @param version the version that the written objects carry
    record Committed(long version) implements TxResult {}

    /// Nothing was changed: an object had another version than expected, existed already, or is gone.
    ///
    /// @param what for people, `node abc… has version 7, expected 5`
    record Conflict(String what) implements TxResult {}
}
