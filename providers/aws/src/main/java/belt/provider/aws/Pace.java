package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.Surroundings;
import belt.provider.limit.AccountLimiter;
import belt.provider.limit.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Keeps within EC2's request limits, together with all other belt processes that use the same key. EC2 has a bucket of
/// tokens per region and action, counted by calls, and one more for the actions that it counts by instances (EC2
/// developer guide, "Request throttling for the Amazon EC2 API"). A bucket of `b` tokens that refills by `r` a second lets
/// through whatever keeps to `b` in any `b/r` seconds, so each is one {@link AccountLimiter}. Where EC2 refuses all the
/// same, since others use the account too, all of us hold back.
final class Pace {
    /// How long a call may be put off in all before we give up.
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// Tokens at most, and how many come back each second.
    private record Bucket(int capacity, double perSecond) {
        /// A hundredth longer than need be, since what is counted here goes out a little later.
        Window window() {
            return new Window(Duration.ofMillis(Math.round(capacity / perSecond * 1010)), capacity);
        }
    }

    private static final Map<String, Bucket> INSTANCES =
            Map.of(
                    "RunInstances", new Bucket(1000, 2),
                    "StartInstances", new Bucket(1000, 2),
                    "TerminateInstances", new Bucket(1000, 20),
                    "StopInstances", new Bucket(1000, 20));
    private static final Map<String, Bucket> CALLS =
            Map.of(
                    "RunInstances", new Bucket(5, 2),
                    "StartInstances", new Bucket(5, 2),
                    "TerminateInstances", new Bucket(100, 5),
                    "CreateTags", new Bucket(100, 10));
    private static final Bucket READING = new Bucket(100, 20);
    private static final Bucket CHANGING = new Bucket(50, 5);

    private final Surroundings around;
    private final Secret account;
    private final Map<String, AccountLimiter> limiters = new ConcurrentHashMap<>();

    /// @param account whose calls are counted together: key and cloud
    Pace(Surroundings around, Secret account) {
        this.around = around;
        this.account = account;
    }

    /// Waits until a call may be made, and counts it.
    void enter(String region, String action) throws InterruptedException {
        calls(region, action).take();
    }

    /// Waits until a call may be about so many instances, and counts them. Once a call, whatever its repetitions: what EC2
    /// refused cost no instances there. Before {@link #enter}: a call that waits here must not have been counted yet.
    void enterInstances(String region, String action, int instances) throws InterruptedException {
        Bucket counted = INSTANCES.get(action);
        if (counted != null) {
            AccountLimiter limiter = limiter(region, action, "-instances", counted);
            for (int i = 0; i < instances; i++) {
                limiter.take();
            }
        }
    }

    private AccountLimiter calls(String region, String action) {
        Bucket bucket =
                CALLS.getOrDefault(action, action.startsWith("Describe") ? READING : CHANGING);
        return limiter(region, action, "", bucket);
    }

    private AccountLimiter limiter(String region, String action, String kind, Bucket bucket) {
        return limiters.computeIfAbsent(
                "aws-" + region + "-" + action + kind,
                key ->
                        new AccountLimiter(
                                around,
                                action + " in " + region,
                                key,
                                account,
                                List.of(bucket.window()),
                                PATIENCE));
    }

    /// Holds all of us back after EC2 said that we ask too often.
    ///
    /// @param times how often it has said so for this call, from 1
    /// @param since when the call was first tried
    /// @param refused what it said, thrown when the patience is over
    void backOff(String region, String action, int times, Instant since, BeltException refused)
            throws InterruptedException {
        if (Duration.between(since, now()).compareTo(PATIENCE) > 0) {
            throw refused;
        }
        long most =
                Math.min(
                        LONGEST_PAUSE.toMillis(),
                        FIRST_PAUSE.toMillis() << Math.min(10, times - 1));
        long jitter = ThreadLocalRandom.current().nextLong(most / 2 + 1);
        calls(region, action).hold(Duration.ofMillis(most - jitter));
    }

    /// Waits a little for what is there already to be seen.
    void settle(String why) throws InterruptedException {
        around.waiting().pause(SETTLE, why);
    }

    Instant now() {
        return around.clock().instant();
    }
}
