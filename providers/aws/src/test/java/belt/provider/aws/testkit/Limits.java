package belt.provider.aws.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// EC2's request limits: a bucket of tokens per action and region, and one more per action that is counted by instances
/// (EC2 developer guide, "Request throttling for the Amazon EC2 API"). Guarded by the server's lock.
final class Limits {
    /// @param capacity tokens at most
    /// @param perSecond tokens that come back each second
    record Rate(double capacity, double perSecond) {}

    private static final Rate READING = new Rate(100, 20);
    private static final Rate CHANGING = new Rate(50, 5);
    private static final Map<String, Rate> REQUESTS =
            Map.of(
                    "RunInstances", new Rate(5, 2),
                    "StartInstances", new Rate(5, 2),
                    "TerminateInstances", new Rate(100, 5),
                    "CreateTags", new Rate(100, 10));
    private static final Map<String, Rate> RESOURCES =
            Map.of(
                    "RunInstances", new Rate(1000, 2),
                    "StartInstances", new Rate(1000, 2),
                    "TerminateInstances", new Rate(1000, 20),
                    "StopInstances", new Rate(1000, 20));

    private static final class Bucket {
        private double tokens;
        private Instant at;

        Bucket(double tokens, Instant at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    private final Map<String, Bucket> buckets = new HashMap<>();

    /// Takes a call's token.
    void takeRequest(String region, String action, Instant now) {
        Rate rate =
                REQUESTS.getOrDefault(action, action.startsWith("Describe") ? READING : CHANGING);
        take(region + "/" + action, rate, 1, now);
    }

    /// Takes a token for each instance of a call.
    void takeResources(String region, String action, int instances, Instant now) {
        Rate rate = RESOURCES.get(action);
        if (rate != null) {
            take(region + "/" + action + "/instances", rate, instances, now);
        }
    }

    private void take(String key, Rate rate, int tokens, Instant now) {
        Bucket bucket = buckets.computeIfAbsent(key, _ -> new Bucket(rate.capacity(), now));
        double passed = Duration.between(bucket.at, now).toNanos() / 1e9;
        bucket.tokens = Math.min(rate.capacity(), bucket.tokens + passed * rate.perSecond());
        bucket.at = now;
        if (bucket.tokens < tokens) {
            throw Ec2Error.REQUEST_LIMIT_EXCEEDED.because("Request limit exceeded.");
        }
        bucket.tokens -= tokens;
    }
}
