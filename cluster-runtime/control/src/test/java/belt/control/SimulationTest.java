package belt.control;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.constraint.Constraint;
import belt.control.slot.Freshness;
import belt.control.slot.SlotKey;
import belt.model.Node;
import belt.model.Placement;
import belt.model.PortConfig;
import belt.model.Service;
import belt.model.ServiceMode;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.UpdateOrder;
import belt.model.UpdateStatus;
import belt.store.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random histories. A failure names its seed; `-Dsimulation.seed=N` runs that one alone, `-Dsimulation.count=N` more of
/// them.
class SimulationTest {
    private static final int EVENTS = 120;

    @Test
    void convergesWhateverHappens() {
        Long only = Long.getLong("simulation.seed");
        long count = only != null ? 1 : Long.getLong("simulation.count", 60L);
        for (long i = 0; i < count; i++) {
            long seed = only != null ? only : i + 1;
            try {
                run(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(long seed) {
        var simulation =
                new Simulation(
                        seed,
                        SimulationTest::noNodeIsOverfull,
                        cluster -> cluster.store.read(SimulationTest::oneInEachSlot));
        simulation.run(EVENTS);
        simulation.heal();
        FakeCluster cluster = simulation.cluster;
        for (Service service : cluster.store.read(view -> List.copyOf(view.services()))) {
            cluster.store.read(view -> converged(view, service));
        }
        cluster.store.read(view -> {
            assertThat(view.tasks())
                    .allMatch(task -> view.service(task.serviceId()).isPresent(), "has a service");
            return true;
        });
    }

    /// Holds at every moment; but nobody can plan with what a failed proposal does later.
    private static void noNodeIsOverfull(FakeCluster cluster) {
        if (!cluster.log.late()) {
            cluster.store.read(SimulationTest::noNodeIsOverfull);
        }
    }

    private static boolean noNodeIsOverfull(View view) {
        for (Node node : view.nodes()) {
            long cpus = 0;
            Set<Integer> ports = new HashSet<>();
            for (Task task : view.tasksOn(node.id())) {
                ServiceSpec spec = view.spec(task.serviceId(), task.specVersion()).orElse(null);
                if (task.number() != 0 && !task.state().terminal() && spec != null) {
                    cpus += spec.task().reservations().nanoCpus();
                    for (PortConfig port : ports(spec)) {
                        assertThat(ports.add(port.published()))
                                .as("host port twice on %s", node.id())
                                .isTrue();
                    }
                }
            }
            assertThat(cpus)
                    .as("reserved on %s", node.id())
                    .isLessThanOrEqualTo(node.description().resources().nanoCpus());
        }
        return true;
    }

    /// Holds whenever the loops have caught up. In between, a task that was given up while its placement was under way
    /// may run beside its successor.
    private static boolean oneInEachSlot(View view) {
        view.services().forEach(service -> oneInEachSlot(view, service));
        return true;
    }

    private static List<PortConfig> ports(ServiceSpec spec) {
        return spec.endpoint() == null ? List.of() : spec.endpoint().ports();
    }

    private static void oneInEachSlot(View view, Service service) {
        boolean startFirst = startFirst(service);
        boolean global = service.spec().mode() instanceof ServiceMode.Global;
        Map<SlotKey, Integer> running = new HashMap<>();
        for (Task task : view.tasksOf(service.id())) {
            Node node = task.nodeId() == null ? null : view.node(task.nodeId()).orElse(null);
            if (task.state() == TaskState.RUNNING
                    && !task.desired().after(TaskState.RUNNING)
                    && node != null
                    && !node.invalid()) {
                int count = running.merge(SlotKey.of(task, global), 1, Integer::sum);
                assertThat(count)
                        .as(
                                "running in slot %s of %s: %s",
                                task.slot(), service, view.tasksOf(service.id()))
                        .isLessThanOrEqualTo(startFirst ? 2 : 1);
            }
        }
    }

    private static boolean startFirst(Service service) {
        return service.spec().update() != null
                && service.spec().update().order() == UpdateOrder.START_FIRST;
    }

    /// What holds once all is quiet.
    private static boolean converged(View view, Service service) {
        List<Task> live =
                view.tasksOf(service.id()).stream()
                        .filter(task -> !task.desired().after(TaskState.RUNNING))
                        .toList();
        List<Task> running =
                live.stream().filter(task -> task.state() == TaskState.RUNNING).toList();
        boolean global = service.spec().mode() instanceof ServiceMode.Global;
        boolean frozen =
                service.updateStatus() != null
                        && (service.updateStatus().state() == UpdateStatus.State.PAUSED
                                || service.updateStatus().state()
                                        == UpdateStatus.State.ROLLBACK_PAUSED);
        // an update whose new tasks find no room goes no further
        boolean stuck = frozen || live.size() > running.size();
        String name = service.spec().name() + " " + service.spec().mode();
        assertThat(live.stream().map(task -> SlotKey.of(task, global)).collect(Collectors.toSet()))
                .as("slots of %s", name)
                .hasSize(wanted(view, service));
        if (!frozen && !(stuck && startFirst(service))) {
            assertThat(live).as("live tasks of %s", name).hasSize(wanted(view, service));
        }
        for (Task task : running) {
            Node node = view.node(Objects.requireNonNull(task.nodeId())).orElseThrow();
            assertThat(node.usable()).isTrue();
            if (!stuck) {
                assertThat(fits(service.spec(), node))
                        .as("constraints of %s on %s", name, node)
                        .isTrue();
                assertThat(Freshness.upToDate(view, service, task))
                        .as("%s of %s is up to date", task, service)
                        .isTrue();
            }
        }
        live.stream()
                .filter(task -> task.state() != TaskState.RUNNING)
                .forEach(task -> justified(view, service, task, name, frozen));
        assertThat(
                        service.updateStatus() == null
                                || service.updateStatus().state() != UpdateStatus.State.UPDATING
                                || live.size() > running.size())
                .as("%s of %s is over", service.updateStatus(), name)
                .isTrue();
        return true;
    }

    private static int wanted(View view, Service service) {
        return switch (service.spec().mode()) {
            case ServiceMode.Replicated(var replicas) -> (int) replicas;
            case ServiceMode.Global _ ->
                    (int) view.nodes().stream().filter(node -> fits(service.spec(), node)).count();
            case ServiceMode.ReplicatedJob _, ServiceMode.GlobalJob _ -> 0;
        };
    }

    private static boolean fits(ServiceSpec spec, Node node) {
        return Constraint.allMatch(Constraint.parse(spec.task().placement().constraints()), node);
    }

    /// A task that does not run says why, and there really is no room.
    private static void justified(
            View view, Service service, Task task, String name, boolean frozen) {
        assertThat(task.state())
                .as("%s of %s, frozen %s", task, name, frozen)
                .isEqualTo(TaskState.PENDING);
        assertThat(task.status().error()).as("%s of %s", task, name).isNotEmpty();
        ServiceSpec spec = view.spec(service.id(), task.specVersion()).orElseThrow();
        Placement placement = spec.task().placement();
        for (Node node : view.nodes()) {
            if (task.nodeId() != null && !task.nodeId().equals(node.id())) {
                continue;
            }
            long cpus = node.description().resources().nanoCpus();
            boolean port = false;
            int same = 0;
            for (Task other : view.tasksOn(node.id())) {
                ServiceSpec otherSpec =
                        view.spec(other.serviceId(), other.specVersion()).orElse(null);
                if (other.number() != 0 && !other.state().terminal() && otherSpec != null) {
                    cpus -= otherSpec.task().reservations().nanoCpus();
                    port |= !ports(otherSpec).isEmpty();
                    same += other.serviceId().equals(service.id()) ? 1 : 0;
                }
            }
            boolean room =
                    fits(spec, node)
                            && cpus >= spec.task().reservations().nanoCpus()
                            && !(port && !ports(spec).isEmpty())
                            && (placement.maxReplicas() == 0 || same < placement.maxReplicas());
            assertThat(room)
                    .as("room on %s for %s of %s", node.description().hostname(), task, name)
                    .isFalse();
        }
    }
}
