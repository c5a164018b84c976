package belt.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt to connect: a random time below a bound that doubles with every failure, so
/// that thousands of nodes which lost their manager in the same instant do not come back in the same instant (SwarmKit
/// `agent/session.go` draws from the same range). Not for several threads at once.
public final class Backoff {
    /// The first bound.
    public static final Duration FIRST = Duration.ofMillis(100);

    /// The last bound.
    public static final Duration LONGEST = Duration.ofSeconds(8);

    private final RandomGenerator random;
    private final long longestNanos;
    private long boundNanos;

    /// From 100 ms to 8 s.
    public Backoff(RandomGenerator random) {
        this(random, LONGEST);
    }

    /// From 100 ms to `longest`.
    public Backoff(RandomGenerator random, Duration longest) {
        this.random = random;
        this.longestNanos = longest.toNanos();
        this.boundNanos = Math.min(FIRST.toNanos(), longestNanos);
    }

    /// The wait after one more failure: at random between nothing and the bound, which then doubles.
    public Duration next() {
        var wait = Duration.ofNanos(random.nextLong(boundNanos));
        boundNanos = Math.min(2 * boundNanos, longestNanos);
        return wait;
    }

    /// It worked: the next failure starts again with short waits.
    public void reset() {
        boundNanos = Math.min(FIRST.toNanos(), longestNanos);
    }
}
