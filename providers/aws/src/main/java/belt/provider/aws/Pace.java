package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Keeps within EC2's request limits: a bucket of tokens per region and action, counted by calls, and one more for the
/// actions that are counted by instances (EC2 developer guide, "Request throttling for the Amazon EC2 API"). Waits
/// beforehand where our own count says so, and backs off where EC2 says so: others may use the same account.
///
/// One lock; it is not held while waiting.
final class Pace {
    /// How long a call may be put off in all before we give up.
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// Tokens at most, and how many come back each second.
    private record Rate(double capacity, double perSecond) {}

    private static final Map<String, Rate> INSTANCES =
            Map.of(
                    "RunInstances", new Rate(1000, 2),
                    "StartInstances", new Rate(1000, 2),
                    "TerminateInstances", new Rate(1000, 20),
                    "StopInstances", new Rate(1000, 20));
    private static final Map<String, Rate> CALLS =
            Map.of(
                    "RunInstances", new Rate(5, 2),
                    "StartInstances", new Rate(5, 2),
                    "TerminateInstances", new Rate(100, 5),
                    "CreateTags", new Rate(100, 10));
    private static final Rate READING = new Rate(100, 20);
    private static final Rate CHANGING = new Rate(50, 5);

    private static final class Bucket {
        private final Rate rate;
        private double tokens;
        private Instant at;

        Bucket(Rate rate, Instant at) {
            this.rate = rate;
            this.tokens = rate.capacity();
            this.at = at;
        }

        void refill(Instant now) {
            double seconds = Duration.between(at, now).toNanos() / 1e9;
            tokens = Math.min(rate.capacity(), tokens + seconds * rate.perSecond());
            at = now;
        }
    }

    private final Surroundings around;
    private final Map<String, Bucket> buckets = new HashMap<>();

    Pace(Surroundings around) {
        this.around = around;
    }

    /// Waits until a call may be made, and counts it.
    ///
    /// @param instances how many instances it is about; 0 if it is not counted by them
    void enter(String region, String action, int instances) throws InterruptedException {
        Rate calls = CALLS.getOrDefault(action, action.startsWith("Describe") ? READING : CHANGING);
        take(region + " " + action, calls, 1, action);
        Rate counted = INSTANCES.get(action);
        if (counted != null && instances > 0) {
            take(region + " " + action + " instances", counted, instances, action);
        }
    }

    private void take(String key, Rate rate, int tokens, String action)
            throws InterruptedException {
        Duration wait;
        synchronized (buckets) {
            Instant now = around.clock().instant();
            Bucket bucket = buckets.computeIfAbsent(key, _ -> new Bucket(rate, now));
            bucket.refill(now);
            // below zero is a queue: who comes later waits behind those who wait already
            bucket.tokens -= tokens;
            wait =
                    bucket.tokens >= 0
                            ? Duration.ZERO
                            : Duration.ofMillis(
                                    (long) Math.ceil(-bucket.tokens / rate.perSecond() * 1000));
        }
        if (wait.isPositive()) {
            around.waiting().pause(wait, "EC2's limit on " + action);
        }
    }

    /// Waits after EC2 said that we ask too often.
    ///
    /// @param times how often it has said so for this call, from 1
    /// @param since when the call was first tried
    /// @param refused what it said, thrown when the patience is over
    void backOff(String action, int times, Instant since, BeltException refused)
            throws InterruptedException {
        if (Duration.between(since, around.clock().instant()).compareTo(PATIENCE) > 0) {
            throw refused;
        }
        long most =
                Math.min(
                        LONGEST_PAUSE.toMillis(),
                        FIRST_PAUSE.toMillis() << Math.min(10, times - 1));
        long jitter = ThreadLocalRandom.current().nextLong(most / 2 + 1);
        around.waiting().pause(Duration.ofMillis(most - jitter), "EC2's limit on " + action);
    }

    Instant now() {
        return around.clock().instant();
    }
}
