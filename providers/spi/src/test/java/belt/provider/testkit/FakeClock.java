package belt.provider.testkit;

import belt.provider.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until somebody waits. Safe for use by several threads: whoever waits moves it on for all.
public final class FakeClock implements InstantSource, Waiting {
    private Instant now;
    private Duration waited = Duration.ZERO;

    public FakeClock(Instant start) {
        this.now = start;
    }

    /// A clock that begins at a fixed moment.
    public FakeClock() {
        this(Instant.parse("2026-05-04T10:00:00Z"));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void pause(Duration time, String why) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        advance(time);
    }

    /// Moves the time on.
    public synchronized void advance(Duration time) {
        if (time.isPositive()) {
            now = now.plus(time);
            waited = waited.plus(time);
        }
    }

    /// How long was waited in all.
    public synchronized Duration waited() {
        return waited;
    }
}
