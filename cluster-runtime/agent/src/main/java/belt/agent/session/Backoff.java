package belt.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt: random between 0 and a bound that grows from 100 ms to 8 s
/// (swarm-semantics §4.1), so that thousands of nodes do not come back at the same moment. Not for several threads.
final class Backoff {
    private static final long FIRST_MILLIS = 100;
    private static final long MOST_MILLIS = 8_000;

    private final RandomGenerator random;
    private long bound = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long millis = random.nextLong(bound);
        bound = Math.min(MOST_MILLIS, FIRST_MILLIS + 2 * bound);
        return Duration.ofMillis(millis);
    }

    void reset() {
        bound = FIRST_MILLIS;
    }
}
