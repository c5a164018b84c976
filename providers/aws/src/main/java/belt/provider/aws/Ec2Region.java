package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.ProviderProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// EC2 in one region: every call is paced, and every failure is ours.
///
/// @param name the region's name
record Ec2Region(String name, Ec2Client client, Pace pace) {
    private static final Duration SETTLING = Duration.ofSeconds(20);

    /// Makes a call.
    ///
    /// @param action EC2's name of it, by which it is limited
    <T> T call(String action, Function<Ec2Client, T> call) throws InterruptedException {
        return call(action, 0, call);
    }

    /// Makes a call that is counted by instances.
    <T> T call(String action, int instances, Function<Ec2Client, T> call)
            throws InterruptedException {
        Instant since = pace.now();
        pace.enterInstances(name, action, instances);
        for (int times = 1; ; times++) {
            pace.enter(name, action);
            try {
                return call.apply(client);
            } catch (SdkException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!Ec2Failures.throttled(e)) {
                    throw failure(action, e);
                }
                pace.backOff(name, action, times, since, Ec2Failures.of(action, name, e));
            }
        }
    }

    /// Makes a call that needs what was made just now: for seconds, EC2 may say that it does not know a new group or key.
    <T> T callOnceKnown(String action, int instances, Function<Ec2Client, T> call)
            throws InterruptedException {
        Instant until = pace.now().plus(SETTLING);
        while (true) {
            try {
                return call(action, instances, call);
            } catch (BeltException.NotFound e) {
                if (pace.now().isAfter(until)) {
                    throw e;
                }
                pace.settle("EC2 to know what was just made");
            }
        }
    }

    private BeltException failure(String action, SdkException e) {
        if (action.equals("RunInstances") && Ec2Failures.outcomeUnknown(e)) {
            return new BeltException.Unreachable(
                            ProviderProblem.OUTCOME_UNKNOWN,
                            "EC2 in " + name + " did not answer RunInstances",
                            e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
        return Ec2Failures.of(action, name, e);
    }
}
