package belt.cli.creation;

import belt.provider.Batch;

/// Completes what a call's machines are told to do at their first boot, right before the call. The same call completed
/// again, after a crash, is the same to the byte: providers compare repeated calls.
@FunctionalInterface
public interface FirstBoot {
    /// @param call about to be made
    /// @return the same call with its whole user data
    /// @throws belt.core.BeltException if that cannot be prepared: nothing was asked of the provider
    Batch complete(Batch call) throws InterruptedException;

    /// User data is what the operator wrote.
    static FirstBoot asWritten() {
        return call -> call;
    }
}
