package belt.simulator;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What one deployment cost.
///
/// @param label cold, warm-up, warm
/// @param agents nodes that took part
/// @param tasks tasks of the service
/// @param seconds from the create call to the moment when the leader's store showed the last task RUNNING
/// @param leaderCpuMillis of the leader's process
/// @param othersCpuMillis of the other managers' processes, together
/// @param logBytes bytes of log entries, of the manager that has most
/// @param logEntries how many entries the log took, each forced at most once
/// @param writtenBytes what the kernel says the leader's process sent to the disk; on file systems with large folios it
///     counts up to a megabyte for a page that is written again
/// @param agentsCpuMillis of the process that holds the nodes
/// @param leaderResidentBytes of the leader's process when all ran
public record Deployment(
        String label,
        int agents,
        int tasks,
        double seconds,
        long leaderCpuMillis,
        long othersCpuMillis,
        long logBytes,
        long logEntries,
        long writtenBytes,
        long agentsCpuMillis,
        long leaderResidentBytes) {
    static final String HEADER =
            """
            | | agents | tasks | all RUNNING | tasks/s | leader CPU per task | others' CPU per task | log bytes per task \
            and manager | log entries | written per task | nodes' CPU per task | leader RSS |
            |---|---|---|---|---|---|---|---|---|---|---|\
            """;

    /// Milliseconds.
    public double cpuPerTask() {
        return (double) leaderCpuMillis / tasks;
    }

    public double logBytesPerTask() {
        return (double) logBytes / tasks;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.2f s | %,.0f | %.3f ms | %.3f ms | %.0f | %,d | %,.0f | %.3f ms | %d MiB |",
                label,
                agents,
                tasks,
                seconds,
                tasks / seconds,
                cpuPerTask(),
                (double) othersCpuMillis / tasks,
                logBytesPerTask(),
                logEntries,
                (double) writtenBytes / tasks,
                (double) agentsCpuMillis / tasks,
                leaderResidentBytes >> 20);
    }

    /// The one with the median CPU, since CPU is what is bound.
    static Deployment median(List<Deployment> all) {
        List<Deployment> sorted =
                all.stream().sorted(Comparator.comparingDouble(Deployment::cpuPerTask)).toList();
        return sorted.get(sorted.size() / 2);
    }
}
