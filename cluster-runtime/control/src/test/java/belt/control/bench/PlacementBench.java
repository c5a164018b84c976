package belt.control.bench;

import belt.control.FakeClock;
import belt.control.FakeLog;
import belt.control.Specs;
import belt.control.loop.LoopDriver;
import belt.control.loop.Outbox;
import belt.control.orchestrator.Orchestrator;
import belt.control.scheduler.Scheduler;
import belt.model.Node;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Resources;
import belt.model.Service;
import belt.model.ServiceSpec;
import belt.store.Action;
import belt.store.SoftChange;
import belt.store.Store;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What making and placing a task costs, without a network or a disk: `java … belt.control.bench.PlacementBench`. Prints
/// microseconds of one thread a task, for the scheduler's rounds alone and for all of it (orchestrator, scheduler, soft
/// changes, encoding, applying).
public final class PlacementBench {
    private final FakeClock clock = new FakeClock();
    private final Store store = new Store();
    private final FakeLog log = new FakeLog(store, clock);
    private final LoopDriver orchestrator;
    private final LoopDriver scheduler;
    private long scheduling;

    private PlacementBench(int nodes) throws InterruptedException {
        log.atOnce(false);
        var ready = new ArrayList<SoftChange>();
        for (int i = 0; i < nodes; i++) {
            Node node = Specs.node("node" + i);
            log.jumpTheQueue(List.of(new Action.PutNode(node, 0)));
            ready.add(
                    new SoftChange.NodeSeen(
                            node.id(), new NodeStatus(NodeState.READY, "", "10.0.0.1")));
        }
        store.soft(ready);
        var first = new Outbox(log);
        orchestrator = new LoopDriver(new Orchestrator(first, clock), first, store, clock);
        var second = new Outbox(log);
        scheduler = new LoopDriver(new Scheduler(second, clock), second, store, clock);
        orchestrator.step(Duration.ZERO);
        scheduler.step(Duration.ZERO);
    }

    private double deploy(ServiceSpec spec, int services, int tasks) throws InterruptedException {
        List<List<Action>> creations = new ArrayList<>();
        for (int i = 0; i < services; i++) {
            Service service =
                    Specs.service(
                            new ServiceSpec(
                                    spec.name() + "x" + i,
                                    spec.labels(),
                                    spec.task(),
                                    spec.mode(),
                                    null,
                                    null,
                                    null));
            creations.add(List.of(new Action.PutService(service, 0)));
        }
        scheduling = 0;
        long start = cpu();
        creations.forEach(log::jumpTheQueue);
        orchestrator.step(Duration.ZERO);
        for (int i = 0; i < 3; i++) {
            long before = cpu();
            scheduler.step(Duration.ZERO);
            scheduling += cpu() - before;
            log.commitAll();
        }
        orchestrator.step(Duration.ZERO);
        double micros = (cpu() - start) / 1e3 / tasks;
        long placed =
                store.read(view -> view.tasks().stream().filter(t -> t.number() != 0).count());
        if (placed < tasks) {
            throw new IllegalStateException(placed + " of " + tasks + " placed");
        }
        return micros;
    }

    /// Of this thread, in nanoseconds: the machine may have other things to do.
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void run(int nodes, int services, int tasks, boolean print)
            throws InterruptedException {
        var bench = new PlacementBench(nodes);
        int each = tasks / services;
        ServiceSpec spec =
                Specs.withTask(
                        Specs.replicated("web", each),
                        task -> Specs.reserving(task, new Resources(1_000, 1 << 10, 0, List.of())));
        long bytes = bench.log.bytes();
        double all = bench.deploy(spec, services, tasks);
        bytes = bench.log.bytes() - bytes;
        if (print) {
            System.out.printf(
                    "%6d nodes %7d tasks in %6d services: scheduler %6.2f µs/task, all %6.2f"
                            + " µs/task, %d log bytes/task%n",
                    nodes, tasks, services, bench.scheduling / 1e3 / tasks, all, bytes / tasks);
        }
        bench.orchestrator.close();
        bench.scheduler.close();
    }

    public static void main(String[] args) throws InterruptedException {
        for (int i = 0; i < 12; i++) {
            run(1_000, 1, 10_000, false);
            run(500, 500, 10_000, false);
        }
        for (int nodes : List.of(100, 1_000, 5_000)) {
            for (int tasks : List.of(2_000, 10_000, 100_000)) {
                run(nodes, 1, tasks, true);
            }
        }
        for (int nodes : List.of(100, 1_000, 5_000)) {
            run(nodes, 10_000, 10_000, false);
        }
        for (int nodes : List.of(100, 1_000, 5_000)) {
            run(nodes, 1_000, 10_000, true);
            run(nodes, 10_000, 10_000, true);
        }
    }
}
