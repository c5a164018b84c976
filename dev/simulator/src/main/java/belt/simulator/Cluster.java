package belt.simulator;

import belt.core.Deadline;
import belt.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The managers, and the simulated nodes that have joined them.
final class Cluster implements AutoCloseable {
    private static final Duration RUNNING = Duration.ofMinutes(10);
    private static final Duration GONE = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofMillis(500);

    private final Path folder;
    private final boolean keep;
    private final List<ManagerProcess> managers = new ArrayList<>();
    private final SimulatedNodes nodes = new SimulatedNodes();
    private int deployments;

    private Cluster(Path folder, boolean keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /// Starts the managers and makes one cluster of them.
    static Cluster start(Options options)
            throws IOException, InterruptedException, SimulationFailed {
        var cluster =
                new Cluster(
                        Files.createTempDirectory(options.folder(), "belt-sim"), options.keep());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::endManagers));
        try {
            cluster.startManagers(options);
            return cluster;
        } catch (IOException | InterruptedException | SimulationFailed | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startManagers(Options options)
            throws IOException, InterruptedException, SimulationFailed {
        ManagerProcess first = ManagerProcess.start("m1", folder, options);
        managers.add(first);
        first.api().init(first.host());
        String token = options.managers() > 1 ? first.api().token("Manager") : "";
        for (int i = 2; i <= options.managers(); i++) {
            ManagerProcess next = ManagerProcess.start("m" + i, folder, options);
            managers.add(next);
            next.api().join(next.host(), first.address(), token);
        }
    }

    Path folder() {
        return folder;
    }

    ManagerProcess leader() throws IOException, SimulationFailed {
        for (ManagerProcess each : managers) {
            if (each.api().leads()) {
                return each;
            }
        }
        throw new SimulationFailed("no manager leads");
    }

    /// What it cost to let nodes in.
    ///
    /// @param nodes how many
    /// @param perSecond from the first call to the last session
    /// @param leaderCpuMillis of the leader's process, for one node
    record Joined(int nodes, double perSecond, double leaderCpuMillis) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d agents joined at %.0f a second, %.1f ms of the leader's CPU each",
                    nodes,
                    perSecond,
                    leaderCpuMillis);
        }
    }

    /// Joins nodes until there are so many.
    Joined grow(int agents) throws IOException, InterruptedException, SimulationFailed {
        int missing = Math.max(0, agents - nodes.size());
        ManagerProcess leader = leader();
        Secret token = Secret.of(leader.api().token("Worker"));
        long cpu = leader.usage().cpuMillis();
        long began = System.nanoTime();
        nodes.grow(agents, leader.address(), token);
        double seconds = seconds(began);
        cpu = leader.usage().cpuMillis() - cpu;
        return new Joined(missing, missing / seconds, (double) cpu / Math.max(1, missing));
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    /// The leader's CPU in percent of one core while nothing is to be done.
    double idleCpu(Duration time) throws IOException, InterruptedException, SimulationFailed {
        ManagerProcess leader = leader();
        ProcessUsage before = leader.usage();
        long began = System.nanoTime();
        Deadline over = Deadline.in(time);
        while (over.pause(QUIET)) {
            if (!leader.alive()) {
                throw new SimulationFailed("the leader ended while idle\n" + leader.logTail());
            }
        }
        return (leader.usage().cpuMillis() - before.cpuMillis()) / (10 * seconds(began));
    }

    private record Meter(
            List<ProcessUsage> managers, List<ManagerApi.LogPosition> logs, ProcessUsage agents) {}

    private Meter read() throws IOException, SimulationFailed {
        var usages = new ArrayList<ProcessUsage>();
        var logs = new ArrayList<ManagerApi.LogPosition>();
        for (ManagerProcess each : managers) {
            usages.add(each.usage());
            logs.add(each.api().log());
        }
        return new Meter(usages, logs, ProcessUsage.own());
    }

    /// Deploys a service of so many tasks, and removes it again once all of them run.
    Deployment deploy(String label, int tasks)
            throws IOException, InterruptedException, SimulationFailed {
        awaitQuiet();
        ManagerProcess leader = leader();
        int lead = managers.indexOf(leader);
        long startedBefore = nodes.started();
        Meter before = read();
        long began = System.nanoTime();
        String service = leader.api().create("sim" + ++deployments, tasks);
        // the store is asked only once the nodes have started all: asking costs the CPU that is to
        // be measured
        await("start", tasks, Duration.ofMillis(2), () -> nodes.started() - startedBefore);
        await("run", tasks, Duration.ofMillis(10), () -> leader.api().running(service));
        double seconds = seconds(began);
        Meter after = read();
        leader.api().remove(service);
        if (!nodes.awaitEmpty(GONE)) {
            throw new SimulationFailed(
                    "nodes still hold tasks " + GONE.toSeconds() + " s after their service went");
        }
        return new Deployment(
                label,
                nodes.size(),
                tasks,
                seconds,
                cpu(before, after, lead),
                others(before, after, lead),
                logBytes(before, after),
                after.logs().get(lead).entries() - before.logs().get(lead).entries(),
                after.managers().get(lead).writtenBytes()
                        - before.managers().get(lead).writtenBytes(),
                after.agents().cpuMillis() - before.agents().cpuMillis(),
                after.managers().get(lead).residentBytes());
    }

    private interface Count {
        long now() throws IOException, SimulationFailed;
    }

    private void await(String what, long wanted, Duration every, Count count)
            throws IOException, InterruptedException, SimulationFailed {
        Deadline deadline = Deadline.in(RUNNING);
        long seen = count.now();
        while (seen < wanted) {
            boolean ended = managers.stream().anyMatch(each -> !each.alive());
            if (ended || !deadline.pause(every)) {
                throw new SimulationFailed(
                        "only "
                                + seen
                                + " of "
                                + wanted
                                + " tasks "
                                + what
                                + "\n"
                                + managers.getFirst().logTail());
            }
            seen = count.now();
        }
    }

    private static long cpu(Meter before, Meter after, int manager) {
        return after.managers().get(manager).cpuMillis()
                - before.managers().get(manager).cpuMillis();
    }

    private long others(Meter before, Meter after, int lead) {
        long sum = 0;
        for (int i = 0; i < managers.size(); i++) {
            sum += i == lead ? 0 : cpu(before, after, i);
        }
        return sum;
    }

    private long logBytes(Meter before, Meter after) {
        long most = 0;
        for (int i = 0; i < managers.size(); i++) {
            most = Math.max(most, after.logs().get(i).bytes() - before.logs().get(i).bytes());
        }
        return most;
    }

    /// Until the log rests: what one deployment leaves behind is not the next one's.
    private void awaitQuiet() throws IOException, InterruptedException, SimulationFailed {
        Deadline deadline = Deadline.in(GONE);
        long last = -1;
        for (long now = leader().api().log().bytes();
                now != last;
                now = leader().api().log().bytes()) {
            if (!deadline.pause(QUIET)) {
                throw new SimulationFailed("the log does not come to rest");
            }
            last = now;
        }
    }

    private void endManagers() {
        managers.forEach(ManagerProcess::close);
    }

    @Override
    public void close() {
        nodes.close();
        endManagers();
        if (keep) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("simulator: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
