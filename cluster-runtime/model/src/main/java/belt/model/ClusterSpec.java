package belt.model;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the operator wants of the cluster; the defaults are swarm-semantics §11.3's. The Raft numbers are kept for the
/// API's sake: the log's real timing is the daemon's.
public record ClusterSpec(
        String name,
        Map<String, String> labels,
        long taskHistoryRetentionLimit,
        long snapshotInterval,
        long keepOldSnapshots,
        long logEntriesForSlowFollowers,
        int electionTick,
        int heartbeatTick,
        Duration heartbeatPeriod,
        Duration nodeCertExpiry,
        long forceRotate,
        @Nullable LogDriver taskLogDriver,
        boolean autoLockManagers) {
    /// As `swarm init` makes it.
    public static final ClusterSpec DEFAULT =
            new ClusterSpec(
                    "default",
                    Map.of(),
                    5,
                    10_000,
                    0,
                    500,
                    10,
                    1,
                    Duration.ofSeconds(5),
                    Duration.ofDays(90),
                    0,
                    null,
                    false);

    public ClusterSpec {
        labels = Map.copyOf(labels);
    }
}
