package belt.control.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.Availability;
import belt.model.EndpointMode;
import belt.model.EndpointSpec;
import belt.model.EngineDescription;
import belt.model.GenericResource;
import belt.model.LogDriver;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.Placement;
import belt.model.Platform;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Resources;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskRuntime;
import belt.model.TaskSpec;
import belt.model.TaskState;
import belt.store.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private final FakeCluster cluster = new FakeCluster();

    private Node join(String name, String zone) {
        return cluster.join(Specs.node(name, Map.of("zone", zone), Specs.resources(4, 8192)));
    }

    private void lead() {
        cluster.lead();
        cluster.settle();
    }

    private static ServiceSpec constrained(long replicas, String... constraints) {
        return placed(replicas, new Placement(List.of(constraints), List.of(), 0, List.of()));
    }

    private static ServiceSpec placed(long replicas, Placement placement) {
        return Specs.withTask(
                Specs.replicated("web", replicas), task -> Specs.placed(task, placement));
    }

    private static ServiceSpec reserving(long replicas, Resources resources) {
        return Specs.withTask(
                Specs.replicated("web", replicas), task -> Specs.reserving(task, resources));
    }

    private void expectReason(ServiceId service, String reason) {
        assertThat(cluster.tasks(service))
                .filteredOn(task -> task.state() == TaskState.PENDING)
                .isNotEmpty()
                .allSatisfy(task -> assertThat(task.status().error()).isEqualTo(reason));
    }

    @Test
    void saysThatNoNodeIsReady() {
        Node one = join("node1", "a");
        join("node2", "a");
        lead();
        cluster.availability(one.id(), Availability.PAUSE);
        cluster.down(cluster.store.read(v -> v.nodes().stream().toList()).getLast().id());
        ServiceId web = cluster.create(Specs.replicated("web", 1));
        cluster.settle();
        expectReason(web, "no suitable node (2 nodes not available for new tasks)");
    }

    @Test
    void saysThatAConstraintIsNotMetAndPlacesOnceALabelIsAdded() {
        Node one = join("node1", "a");
        join("node2", "a");
        join("node3", "a");
        lead();
        ServiceId web = cluster.create(constrained(1, "node.labels.x==1"));
        cluster.settle();
        expectReason(web, "no suitable node (scheduling constraints not satisfied on 3 nodes)");
        var spec = one.spec();
        cluster.propose(
                new Action.SetNodeSpec(
                        one.id(),
                        new belt.model.NodeSpec(
                                "", Map.of("x", "1"), spec.role(), spec.availability()),
                        Action.ANY_VERSION));
        cluster.settle();
        assertThat(cluster.running(web))
                .singleElement()
                .satisfies(task -> assertThat(task.nodeId()).isEqualTo(one.id()));
    }

    @Test
    void countsReservationsAndGivesThemBack() {
        join("node1", "a");
        lead();
        ServiceId web = cluster.create(reserving(3, Specs.resources(2, 100)));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(2);
        expectReason(web, "no suitable node (insufficient resources on 1 node)");
        cluster.doomed.add(cluster.running(web).getFirst().id());
        cluster.settle();
        assertThat(cluster.tasks(web))
                .filteredOn(task -> task.state() == TaskState.PENDING)
                .hasSize(1);
        cluster.pass(Duration.ofSeconds(6));
        assertThat(cluster.running(web)).hasSize(2);
    }

    @Test
    void countsGenericResources() {
        cluster.join(
                Specs.node(
                        "gpu",
                        Map.of(),
                        new Resources(
                                4_000_000_000L,
                                1 << 30,
                                0,
                                List.of(
                                        new GenericResource("GPU", "UUID1", 0),
                                        new GenericResource("GPU", "UUID2", 0),
                                        new GenericResource("SSD", "", 4)))));
        join("plain", "a");
        lead();
        ServiceId web =
                cluster.create(
                        reserving(
                                3,
                                new Resources(
                                        0, 0, 0, List.of(new GenericResource("GPU", "", 1)))));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(2);
        expectReason(web, "no suitable node (insufficient resources on 2 nodes)");
    }

    @Test
    void keepsHostPortsApart() {
        join("node1", "a");
        join("node2", "a");
        lead();
        var port = new PortConfig("", Protocol.TCP, 80, 8080, PublishMode.HOST);
        ServiceId web =
                cluster.create(
                        Specs.withEndpoint(
                                Specs.replicated("web", 3),
                                new EndpointSpec(EndpointMode.VIP, List.of(port))));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(2);
        expectReason(web, "no suitable node (host-mode port already in use on 2 nodes)");
    }

    @Test
    void limitsReplicasOfANode() {
        join("node1", "a");
        join("node2", "a");
        lead();
        ServiceId web =
                cluster.create(placed(5, new Placement(List.of(), List.of(), 2, List.of())));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(4);
        expectReason(web, "no suitable node (max replicas per node limit exceed)");
    }

    @Test
    void knowsThePlatformsOtherNames() {
        join("node1", "a");
        lead();
        ServiceId amd =
                cluster.create(
                        placed(
                                1,
                                new Placement(
                                        List.of(),
                                        List.of(),
                                        0,
                                        List.of(new Platform("amd64", "linux")))));
        cluster.settle();
        assertThat(cluster.running(amd)).hasSize(1);
        cluster.remove(amd);
        ServiceId arm =
                cluster.create(
                        placed(
                                1,
                                new Placement(
                                        List.of(),
                                        List.of(),
                                        0,
                                        List.of(new Platform("arm64", "linux")))));
        cluster.settle();
        expectReason(arm, "no suitable node (unsupported platform on 1 node)");
    }

    @Test
    void joinsReasonsMostFrequentFirst() {
        join("node1", "a");
        join("node2", "b");
        join("node3", "b");
        lead();
        ServiceId web =
                cluster.create(
                        Specs.withTask(
                                constrained(2, "node.labels.zone==a"),
                                task -> Specs.reserving(task, Specs.resources(3, 100))));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(1);
        expectReason(
                web,
                "no suitable node (scheduling constraints not satisfied on 2 nodes; "
                        + "insufficient resources on 1 node)");
    }

    @Test
    void tellsAGlobalServicesTaskTheReasonWithoutThePrefix() {
        join("node1", "a");
        lead();
        ServiceId agent =
                cluster.create(
                        Specs.withTask(
                                Specs.global("agent"),
                                task -> Specs.reserving(task, Specs.resources(64, 100))));
        cluster.settle();
        expectReason(agent, "insufficient resources on 1 node");
    }

    @Test
    void fillsTheEmptiestNodeFirst() {
        Node one = join("node1", "a");
        lead();
        cluster.create(Specs.replicated("old", 4));
        cluster.settle();
        Node two = join("node2", "a");
        ServiceId web = cluster.create(Specs.replicated("web", 2));
        cluster.settle();
        assertThat(cluster.running(web))
                .extracting(Task::nodeId)
                .containsExactlyInAnyOrder(one.id(), two.id());
        ServiceId more = cluster.create(Specs.replicated("more", 1));
        cluster.settle();
        assertThat(cluster.running(more)).extracting(Task::nodeId).containsExactly(two.id());
    }

    @Test
    void avoidsANodeWhereTheServiceKeepsFailing() {
        Node one = join("node1", "a");
        Node two = join("node2", "a");
        lead();
        ServiceId web = cluster.create(constrained(1));
        cluster.availability(two.id(), Availability.PAUSE);
        for (int i = 0; i < 5; i++) {
            cluster.pass(Duration.ofSeconds(6));
            cluster.doomed.add(cluster.running(web).getFirst().id());
        }
        cluster.create(Specs.replicated("ballast", 3));
        cluster.settle();
        cluster.availability(two.id(), Availability.ACTIVE);
        cluster.create(Specs.replicated("ballast2", 9));
        cluster.pass(Duration.ofSeconds(6));
        cluster.doomed.add(cluster.running(web).getFirst().id());
        cluster.pass(Duration.ofSeconds(6));
        assertThat(cluster.running(web)).extracting(Task::nodeId).containsExactly(two.id());
        assertThat(one.id()).isNotEqualTo(two.id());
    }

    @Test
    void spreadsOverTheValuesOfALabel() {
        for (int i = 0; i < 6; i++) {
            join("a" + i, "a");
        }
        join("b0", "b");
        lead();
        ServiceId web =
                cluster.create(
                        placed(
                                8,
                                new Placement(
                                        List.of(), List.of("node.labels.zone"), 0, List.of())));
        cluster.settle();
        long inB =
                cluster.running(web).stream()
                        .filter(task ->
                                cluster.node(java.util.Objects.requireNonNull(task.nodeId()))
                                        .spec()
                                        .labels()
                                        .containsValue("b"))
                        .count();
        assertThat(inB).isEqualTo(4);
    }

    @Test
    void decidesOnNothingTwiceWhileTheLogIsSlow() {
        join("node1", "a");
        join("node2", "a");
        lead();
        cluster.log.atOnce(false);
        cluster.create(Specs.replicated("web", 1_200));
        for (int i = 0; i < 5; i++) {
            cluster.step();
        }
        assertThat(cluster.log.waiting()).isEqualTo(3);
        cluster.log.commitAll();
        cluster.step();
        assertThat(cluster.log.waiting()).isZero();
        cluster.log.atOnce(true);
        cluster.settle();
        ServiceId web = cluster.store.read(v -> v.serviceByName("WEB").orElseThrow().id());
        assertThat(cluster.running(web)).hasSize(1_200);
        assertThat(cluster.tasks(web)).hasSize(1_200);
        assertThat(cluster.log.bytes() / 1_200).isLessThan(60);
    }

    private static Node withEngine(String name, EngineDescription engine) {
        Node node = Specs.node(name);
        NodeDescription said = node.description();
        return node.withDescription(
                new NodeDescription(
                        said.hostname(),
                        said.platform(),
                        said.resources(),
                        engine,
                        said.tls(),
                        said.beltVersion()));
    }

    @Test
    void looksForPluginsWhereTheyAreKnown() {
        var json = new EngineDescription.Plugin("Log", "json-file");
        cluster.join(withEngine("plain", new EngineDescription("20.10", Map.of(), List.of(json))));
        lead();
        ServiceSpec spec = Specs.replicated("web", 1);
        TaskSpec task = spec.task();
        var logging =
                new TaskSpec(
                        task.runtime(),
                        task.container(),
                        task.limits(),
                        task.reservations(),
                        task.restart(),
                        task.placement(),
                        new LogDriver("fluentd", Map.of()),
                        task.networks(),
                        0);
        ServiceId web = cluster.create(Specs.withTask(spec, _ -> logging));
        cluster.settle();
        expectReason(web, "no suitable node (missing plugin on 1 node)");
        cluster.join(withEngine("unknown", new EngineDescription("20.10", Map.of(), List.of())));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(1);
    }

    @Test
    void putsContainersOnlyWhereAnEngineIs() {
        cluster.join(withEngine("bare", new EngineDescription("", Map.of(), List.of())));
        lead();
        ServiceId web = cluster.create(Specs.replicated("web", 1));
        cluster.settle();
        expectReason(web, "no suitable node (no container engine on 1 node)");
        TaskSpec task = Specs.task("");
        var process =
                new TaskSpec(
                        TaskRuntime.EXEC,
                        task.container(),
                        task.limits(),
                        task.reservations(),
                        task.restart(),
                        task.placement(),
                        null,
                        List.of(),
                        0);
        ServiceId exec = cluster.create(Specs.withTask(Specs.replicated("exec", 1), _ -> process));
        cluster.settle();
        assertThat(cluster.running(exec)).hasSize(1);
    }

    @Test
    void saysSoWhenThereIsNoNodeAtAll() {
        lead();
        ServiceId web = cluster.create(Specs.replicated("web", 1));
        cluster.settle();
        expectReason(web, "no suitable node");
    }

    @Test
    void writesAReasonThatKeepsChangingOnceASecond() {
        lead();
        ServiceId web = cluster.create(constrained(1, "node.labels.x==1"));
        cluster.settle();
        join("node1", "a");
        cluster.settle();
        join("node2", "a");
        cluster.settle();
        expectReason(web, "no suitable node");
        cluster.pass(Duration.ofSeconds(1));
        expectReason(web, "no suitable node (scheduling constraints not satisfied on 2 nodes)");
    }
}
