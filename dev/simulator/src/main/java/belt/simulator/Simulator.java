package belt.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The bench: real managers in processes of their own, nodes in this one.
public final class Simulator {
    private static final int HELD = 0;
    private static final int MISSED = 1;
    private static final int USAGE = 2;
    private static final int NOT_MEASURED = 70;

    /// What `--scaling` compares: the ends of the ranges in which the cost per task may differ by a fifth.
    private static final int FEW_TASKS = 2_000;

    private static final int MANY_TASKS = 20_000;
    private static final int FEW_AGENTS = 100;
    private static final int MANY_AGENTS = 2_000;

    /// Deployments before anything is compared: the JIT improves for more than a dozen, and what comes first would look
    /// dearer than it is.
    private static final int SCALING_WARMUPS = 16;

    private static final int AFTER_JOINING = 3;

    private final Options options;
    private final PrintStream out;
    private final Bounds bounds = new Bounds();

    private Simulator(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    public static void main(String[] args) throws InterruptedException {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        List<String> words = List.of(args);
        if (words.contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        System.exit(run(words));
    }

    private static int run(List<String> words) throws InterruptedException {
        Options options;
        try {
            options =
                    Options.parse(
                            words,
                            Path.of(
                                    System.getProperty(
                                            "belt.beltd", "/opt/belt/current/bin/beltd")));
        } catch (IllegalArgumentException e) {
            System.err.print("simulator: " + e.getMessage() + "\n" + Options.USAGE);
            return USAGE;
        }
        try {
            return run(options, System.out) ? HELD : MISSED;
        } catch (IOException | SimulationFailed | RuntimeException e) {
            System.err.println("simulator: " + e.getMessage());
            if (e instanceof RuntimeException) {
                e.printStackTrace();
            }
            return NOT_MEASURED;
        }
    }

    /// Simulates and prints.
    ///
    /// @return whether all bounds hold
    public static boolean run(Options options, PrintStream out)
            throws IOException, InterruptedException, SimulationFailed {
        if (!Files.isExecutable(options.beltd())) {
            throw new SimulationFailed(
                    "there is no beltd at " + options.beltd() + "; build first: dev/build .");
        }
        var simulator = new Simulator(options, out);
        try (Cluster cluster = Cluster.start(options)) {
            simulator.measure(cluster);
        }
        simulator.bounds.lines().forEach(out::println);
        return simulator.bounds.held();
    }

    private void measure(Cluster cluster)
            throws IOException, InterruptedException, SimulationFailed {
        int first = options.scaling() ? FEW_AGENTS : options.agents();
        out.printf("managers: %d, state in %s%n", options.managers(), cluster.folder());
        out.println("cold: " + cluster.grow(first / 2));
        out.println("then: " + cluster.grow(first));
        idle(cluster, "after joining");
        out.println(SyncRate.of(cluster.folder()));
        out.println();
        out.println(Deployment.HEADER);
        show(cluster.deploy("cold", options.tasks()));
        warmUp(
                cluster,
                options.scaling()
                        ? Math.max(options.warmups(), SCALING_WARMUPS)
                        : options.warmups());
        if (options.scaling()) {
            scale(cluster);
        } else {
            bounds.deployment(rounds(cluster, options.tasks()), options.managers());
        }
        out.println();
        idle(cluster, "at the end");
        out.println(SyncRate.of(cluster.folder()));
    }

    private void warmUp(Cluster cluster, int times)
            throws IOException, InterruptedException, SimulationFailed {
        for (int i = 0; i < times; i++) {
            show(cluster.deploy("warm-up", options.tasks()));
        }
    }

    private void idle(Cluster cluster, String when)
            throws IOException, InterruptedException, SimulationFailed {
        if (!options.idle().isZero()) {
            out.printf(
                    Locale.ROOT,
                    "idle %s: the leader takes %.1f%% of one core%n",
                    when,
                    cluster.idleCpu(options.idle()));
        }
    }

    private void scale(Cluster cluster) throws IOException, InterruptedException, SimulationFailed {
        Deployment fewAgents = rounds(cluster, options.tasks());
        out.println("| " + cluster.grow(options.agents()) + " |");
        warmUp(cluster, AFTER_JOINING);
        Deployment manyTasks = rounds(cluster, MANY_TASKS);
        Deployment fewTasks = rounds(cluster, FEW_TASKS);
        bounds.deployment(rounds(cluster, options.tasks()), options.managers());
        out.println("| " + cluster.grow(MANY_AGENTS) + " |");
        warmUp(cluster, AFTER_JOINING);
        Deployment manyAgents = rounds(cluster, options.tasks());
        bounds.spread(
                FEW_TASKS + " and " + MANY_TASKS + " tasks",
                fewTasks.cpuPerTask(),
                manyTasks.cpuPerTask());
        bounds.spread(
                FEW_AGENTS + " and " + MANY_AGENTS + " agents",
                fewAgents.cpuPerTask(),
                manyAgents.cpuPerTask());
    }

    private Deployment rounds(Cluster cluster, int tasks)
            throws IOException, InterruptedException, SimulationFailed {
        var all = new ArrayList<Deployment>();
        for (int i = 0; i < options.rounds(); i++) {
            Deployment each = cluster.deploy("warm", tasks);
            show(each);
            all.add(each);
        }
        return Deployment.median(all);
    }

    private void show(Deployment deployment) {
        out.println(deployment.row());
        out.flush();
    }
}
