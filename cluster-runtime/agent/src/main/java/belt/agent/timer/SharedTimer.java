package belt.agent.timer;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One daemon thread for all of a process's timers; thousands of sessions share it.
public final class SharedTimer implements Timer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedTimer.class);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("agent-timer").daemon(true).factory());

    public SharedTimer() {
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Planned after(Duration delay, Runnable work) {
        if (thread.isShutdown()) {
            return () -> {};
        }
        ScheduledFuture<?> planned =
                thread.schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) { // outermost frame: the executor would swallow it
            LOG.error("A timer's work failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
