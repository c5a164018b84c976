package belt.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A point in monotonic time until which somebody is willing to wait.
public final class Deadline {
    /// What is waited for.
    @FunctionalInterface
    public interface Condition {
        /// @throws InterruptedException if the thread was interrupted while looking
        boolean holds() throws InterruptedException;
    }

    private final long atNanos;

    private Deadline(long atNanos) {
        this.atNanos = atNanos;
    }

    /// The deadline that lies this far ahead.
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /// What is left; zero once it has passed, never negative.
    public Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    public boolean passed() {
        return System.nanoTime() - atNanos >= 0;
    }

    /// Asks the condition again and again, pausing `every` between two looks, until it holds or the time is over.
    ///
    /// @return whether the condition held
    /// @throws InterruptedException if the thread was interrupted while waiting
    public boolean await(Duration every, Condition condition) throws InterruptedException {
        while (!condition.holds()) {
            if (!pause(every)) {
                return condition.holds();
            }
        }
        return true;
    }

    /// The pause between two looks, for conditions that {@link #await} cannot ask because they throw more: `every`, or what is
    /// left of the time.
    ///
    /// @return false, at once, if the time is over
    /// @throws InterruptedException if the thread was interrupted while waiting
    public boolean pause(Duration every) throws InterruptedException {
        long pause = Math.min(every.toNanos(), left().toNanos());
        if (pause <= 0) {
            return false;
        }
        TimeUnit.NANOSECONDS.sleep(pause);
        return true;
    }
}
