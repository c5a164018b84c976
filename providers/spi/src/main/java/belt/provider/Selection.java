package belt.provider;

/// Which machines to list. A provider asks with a filter of its own where it has one, and never machine by machine.
public sealed interface Selection {
    /// All machines of the provider's cluster.
    record OfCluster() implements Selection {}

    /// The machines of one batch, in the provider's cluster.
    ///
    /// @param id the batch's id
    record OfBatch(String id) implements Selection {}

    /// All machines in the account that carry a tag of ours, whatever their cluster: for `belt gc` and `belt adopt`.
    record Everything() implements Selection {}

    static Selection cluster() {
        return new OfCluster();
    }

    static Selection batch(String id) {
        return new OfBatch(id);
    }

    static Selection everythingOfBelt() {
        return new Everything();
    }
}
