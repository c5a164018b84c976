package belt.provision.ssh;

import belt.core.BeltException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs JSch's calls on threads that nobody interrupts. An interrupt in the middle of one leaves a channel half-open and
/// the command behind it running; on a virtual thread that is just writing, it even closes the whole connection.
final class Shield {
    private Shield() {}

    /// Work that only fails with our own exceptions.
    @FunctionalInterface
    interface Work<T> {
        T run();
    }

    /// Does the work to its end. If the caller is interrupted meanwhile, its interrupt status is set when this returns.
    static <T> T call(Work<T> work) {
        return call(work, () -> {});
    }

    /// @param onInterrupt asks the work to end early
    static <T> T call(Work<T> work, Runnable onInterrupt) {
        var task = new FutureTask<T>(work::run);
        Thread.ofVirtual().name("ssh-call").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    onInterrupt.run();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof BeltException problem) {
                        throw problem;
                    }
                    throw new BeltException.Bug("an SSH call failed: " + e.getCause(), e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
