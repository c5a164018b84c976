package belt.control;

import belt.control.loop.LoopDriver;
import belt.model.Availability;
import belt.model.EndpointMode;
import belt.model.EndpointSpec;
import belt.model.FailureAction;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.Placement;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Resources;
import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskSpec;
import belt.model.TaskState;
import belt.model.UpdateOrder;
import belt.store.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// A cluster to which everything happens that can happen, in an order that a seed decides: loops run in any order, the
/// log is slow, nodes come and go, leaders change.
final class Simulation {
    final FakeCluster cluster = new FakeCluster();
    private final Random random;
    private final Consumer<FakeCluster> always;
    private final Consumer<FakeCluster> caughtUp;
    private final boolean lossy;
    private int names;

    /// @param always checked after every event
    /// @param caughtUp checked now and then, when the loops have seen and the log has taken everything
    Simulation(long seed, Consumer<FakeCluster> always, Consumer<FakeCluster> caughtUp) {
        this.caughtUp = caughtUp;
        this.random = new Random(seed);
        this.always = always;
        this.lossy = random.nextBoolean();
        int nodes = 2 + random.nextInt(6);
        for (int i = 0; i < nodes; i++) {
            join();
        }
        cluster.lead();
        cluster.log.atOnce(false);
    }

    void run(int events) {
        for (int i = 0; i < events; i++) {
            happen();
            int turns = random.nextInt(6);
            for (int turn = 0; turn < turns; turn++) {
                work();
                always.accept(cluster);
            }
            if (random.nextInt(3) == 0) {
                catchUp();
                always.accept(cluster);
                caughtUp.accept(cluster);
            }
        }
    }

    private void catchUp() {
        for (int i = 0; i < 4; i++) {
            cluster.log.commitAll();
            cluster.clock.advance(Duration.ofMillis(600)); // a loop in doubt opens anew
            cluster.step();
        }
    }

    /// All nodes come back and all is quiet.
    void heal() {
        cluster.doomed.clear();
        cluster.log.commitAll();
        cluster.log.atOnce(true);
        for (Node node : nodes()) {
            cluster.up(node.id());
            cluster.availability(node.id(), Availability.ACTIVE);
        }
        cluster.pass(Duration.ofMinutes(5));
        always.accept(cluster);
    }

    private void work() {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                List<LoopDriver> loops = cluster.loops();
                cluster.step(loops.get(random.nextInt(loops.size())));
            }
            case 2 -> {
                if (cluster.log.waiting() > 0) {
                    cluster.log.commitOne();
                }
            }
            case 3 -> cluster.agents(_ -> random.nextBoolean());
            default -> cluster.clock.advance(Duration.ofMillis(random.nextInt(4_000)));
        }
    }

    private void happen() {
        switch (random.nextInt(22)) {
            case 0, 1, 2 -> create();
            case 3, 4, 5 -> scale();
            case 6, 7 -> update();
            case 8 -> any(services(), service -> cluster.remove(service.id()));
            case 9, 10 ->
                    any(
                            nodes(),
                            node -> {
                                if (cluster.alive.size() > 1) {
                                    cluster.down(node.id());
                                }
                            });
            case 11, 12 -> any(nodes(), node -> cluster.up(node.id()));
            case 13 -> any(nodes(), node -> cluster.availability(node.id(), availability()));
            case 14 -> any(nodes(), this::label);
            case 15, 16, 17 -> any(tasks(), task -> cluster.doomed.add(task.id()));
            case 18 -> changeLeader();
            case 19 -> cluster.log.lose();
            case 20 -> {
                if (lossy) {
                    cluster.log.comeThrough();
                }
            }
            default -> joinOrLeave();
        }
    }

    private Availability availability() {
        return one(Availability.values());
    }

    private void changeLeader() {
        boolean comeThrough = random.nextBoolean();
        cluster.loops().forEach(LoopDriver::close);
        cluster.log.fail(comeThrough);
        cluster.lead();
    }

    private void joinOrLeave() {
        if (nodes().size() < 8) {
            join();
            return;
        }
        any(
                nodes(),
                node -> {
                    if (node.status().state() == NodeState.DOWN) {
                        cluster.propose(new Action.RemoveNode(node.id()));
                    }
                });
    }

    private void join() {
        NodeId id =
                cluster.join(
                                Specs.node(
                                        "node" + names++,
                                        Map.of("zone", zone()),
                                        Specs.resources(4, 4096)))
                        .id();
        if (cluster.node(id).number() == 0) {
            throw new AssertionError("a stored node has a number");
        }
    }

    private String zone() {
        return random.nextBoolean() ? "a" : "b";
    }

    private void label(Node node) {
        NodeSpec spec = node.spec();
        cluster.propose(
                new Action.SetNodeSpec(
                        node.id(),
                        new NodeSpec("", Map.of("zone", zone()), spec.role(), spec.availability()),
                        Action.ANY_VERSION));
    }

    private void create() {
        if (services().size() >= 8) {
            return;
        }
        TaskSpec task = Specs.task("hello");
        if (random.nextInt(3) == 0) {
            task = Specs.reserving(task, new Resources(500_000_000L, 256 << 20, 0, List.of()));
        }
        if (random.nextInt(3) == 0) {
            List<String> spread = random.nextBoolean() ? List.of() : List.of("node.labels.zone");
            List<String> constraints =
                    random.nextBoolean() ? List.of() : List.of("node.labels.zone==" + zone());
            task =
                    Specs.placed(
                            task, new Placement(constraints, spread, random.nextInt(4), List.of()));
        }
        ServiceMode mode =
                random.nextInt(4) == 0
                        ? new ServiceMode.Global()
                        : new ServiceMode.Replicated(random.nextInt(9));
        ServiceSpec spec = Specs.spec("service" + names++, task, mode);
        if (random.nextBoolean()) {
            UpdateOrder order =
                    random.nextBoolean() ? UpdateOrder.START_FIRST : UpdateOrder.STOP_FIRST;
            FailureAction action = one(FailureAction.values());
            spec = Specs.withUpdate(spec, Specs.update(random.nextInt(3), order, action));
        }
        if (random.nextInt(6) == 0) {
            var port = new PortConfig("", Protocol.TCP, 80, 8080, PublishMode.HOST);
            spec = Specs.withEndpoint(spec, new EndpointSpec(EndpointMode.VIP, List.of(port)));
        }
        cluster.create(spec);
    }

    private void scale() {
        any(
                services(),
                service -> {
                    if (service.spec().mode() instanceof ServiceMode.Replicated) {
                        cluster.scale(service.id(), random.nextInt(9));
                    }
                });
    }

    private void update() {
        any(
                services(),
                service -> {
                    ServiceSpec spec = service.spec();
                    if (random.nextInt(3) == 0) {
                        Placement before = spec.task().placement();
                        var placement =
                                new Placement(
                                        List.of("node.labels.zone==" + zone()),
                                        before.spreadOver(),
                                        before.maxReplicas(),
                                        List.of());
                        cluster.update(
                                service.id(),
                                Specs.withTask(spec, task -> Specs.placed(task, placement)));
                    } else {
                        cluster.update(
                                service.id(), Specs.withImage(spec, "hello:" + random.nextInt(3)));
                    }
                });
    }

    private <T> T one(T[] some) {
        return some[random.nextInt(some.length)];
    }

    private <T> void any(List<T> some, Consumer<T> then) {
        if (!some.isEmpty()) {
            then.accept(some.get(random.nextInt(some.size())));
        }
    }

    private List<Service> services() {
        return cluster.store.read(view -> List.copyOf(view.services()));
    }

    private List<Node> nodes() {
        return cluster.store.read(view -> List.copyOf(view.nodes()));
    }

    private List<Task> tasks() {
        return new ArrayList<>(
                cluster.store.read(view ->
                        view.tasks().stream()
                                .filter(task -> task.state() == TaskState.RUNNING)
                                .toList()));
    }
}
