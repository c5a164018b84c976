package belt.provision.ssh;

/// Decides about a host that is met for the first time. It is never asked about a key that has changed.
@FunctionalInterface
public interface FirstContact {
    /// Called from the connecting thread, so by several at once when several machines are new; it may ask a person, and no
    /// time limit holds meanwhile but the server's own (two minutes by default). Returning true pins the key.
    ///
    /// @param target who answered
    /// @param key the key it showed; show its {@link SshPublicKey#fingerprint()}
    boolean accept(SshTarget target, SshPublicKey key);

    /// Nobody is let in who was not pinned before: for machines whose keys the provider knows.
    static FirstContact never() {
        return (_, _) -> false;
    }
}
