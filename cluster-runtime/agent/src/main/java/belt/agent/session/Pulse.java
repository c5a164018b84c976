package belt.agent.session;

import java.time.Duration;

/// When a manager was last heard, and how long it may be silent. Not for several threads.
final class Pulse {
    /// How many periods without a word from the manager make the stream count as dead.
    static final int SILENT_PERIODS = 3;

    private long heardNanos = System.nanoTime();
    private Duration period = Duration.ofSeconds(5);

    void heard() {
        heardNanos = System.nanoTime();
    }

    /// Takes the manager's wish for the period; zero means none.
    void adopt(Duration wish) {
        if (wish.isPositive()) {
            period = wish;
        }
    }

    Duration period() {
        return period;
    }

    boolean isDead() {
        return System.nanoTime() - heardNanos > period.toNanos() * SILENT_PERIODS;
    }
}
