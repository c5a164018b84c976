package belt.provider.aws.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What goes wrong, on request. Safe from any thread.
public final class Faults {
    private final Map<String, Queue<Ec2Error>> failing = new HashMap<>();
    private final Map<String, Integer> lost = new HashMap<>();
    private final Map<String, Integer> capacities = new ConcurrentHashMap<>();
    private final Map<String, String> forbidden = new ConcurrentHashMap<>();
    private volatile int vcpus = Integer.MAX_VALUE;
    private volatile boolean expired;
    private volatile boolean limited = true;
    private volatile boolean dryRunIgnored;
    private volatile FakeInstance.Delays delays =
            new FakeInstance.Delays(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(20),
                    Duration.ofHours(1));

    /// The next calls of an action end with an error, before they do anything.
    public synchronized void fail(String action, Ec2Error error, int times) {
        var queue = failing.computeIfAbsent(action, _ -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(error);
        }
    }

    /// The next calls of an action take effect, and their answer is lost.
    public synchronized void loseReply(String action, int times) {
        lost.merge(action, times, Integer::sum);
    }

    /// How many virtual processors the account may have running in each region.
    public void quota(int vcpus) {
        this.vcpus = vcpus;
    }

    /// How many more instances fit in a zone.
    public void capacity(String zone, int instances) {
        capacities.put(zone, instances);
    }

    /// The account may not do an action.
    public void forbid(String action) {
        forbidden.put(action, action);
    }

    /// From now on the session token counts as expired.
    public void expireSession() {
        expired = true;
    }

    /// Whether request limits are enforced; they are unless told otherwise.
    public void limits(boolean enforced) {
        limited = enforced;
    }

    /// Everything is found, runs and has its addresses at once.
    public void hurry() {
        delays =
                new FakeInstance.Delays(
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofHours(1));
    }

    /// As a cloud that does not know dry runs.
    public void ignoreDryRun() {
        dryRunIgnored = true;
    }

    boolean ignoresDryRun() {
        return dryRunIgnored;
    }

    synchronized @Nullable Ec2Error next(String action) {
        Queue<Ec2Error> queue = failing.get(action);
        return queue == null ? null : queue.poll();
    }

    synchronized boolean losesReply(String action) {
        int left = lost.getOrDefault(action, 0);
        if (left > 0) {
            lost.put(action, left - 1);
        }
        return left > 0;
    }

    int vcpus() {
        return vcpus;
    }

    boolean forbids(String action) {
        return forbidden.containsKey(action);
    }

    boolean sessionExpired() {
        return expired;
    }

    boolean limited() {
        return limited;
    }

    FakeInstance.Delays delays() {
        return delays;
    }

    /// Takes room in a zone.
    synchronized void occupy(String zone, int instances) {
        int room = capacities.getOrDefault(zone, Integer.MAX_VALUE);
        if (room < instances) {
            throw Ec2Error.INSUFFICIENT_INSTANCE_CAPACITY.because(
                    "We currently do not have sufficient capacity in the Availability Zone you"
                            + " requested ("
                            + zone
                            + ").");
        }
        capacities.put(zone, room - instances);
    }
}
