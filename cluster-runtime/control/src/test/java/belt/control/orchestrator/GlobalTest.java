package belt.control.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.Availability;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.Placement;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GlobalTest {
    private final FakeCluster cluster = new FakeCluster();
    private NodeId first;
    private NodeId second;

    @BeforeEach
    void twoNodes() {
        first = cluster.join(Specs.node("node1")).id();
        second = cluster.join(Specs.node("node2")).id();
        cluster.lead();
        cluster.settle();
    }

    private Set<NodeId> where(ServiceId service) {
        return cluster.running(service).stream()
                .map(task -> java.util.Objects.requireNonNull(task.nodeId()))
                .collect(Collectors.toSet());
    }

    private void label(NodeId node, String value) {
        NodeSpec spec = cluster.node(node).spec();
        cluster.propose(
                new Action.SetNodeSpec(
                        node,
                        new NodeSpec("", Map.of("zone", value), spec.role(), spec.availability()),
                        Action.ANY_VERSION));
    }

    @Test
    void runsOnEveryNodeAndOnThoseThatComeLater() {
        ServiceId agent = cluster.create(Specs.global("agent"));
        cluster.settle();
        assertThat(where(agent)).containsExactlyInAnyOrder(first, second);
        Node third = cluster.join(Specs.node("node3"));
        cluster.settle();
        assertThat(where(agent)).containsExactlyInAnyOrder(first, second, third.id());
        assertThat(cluster.tasks(agent)).hasSize(3);
    }

    @Test
    void leavesADrainedNodeAndComesBack() {
        ServiceId agent = cluster.create(Specs.global("agent"));
        cluster.settle();
        cluster.availability(first, Availability.DRAIN);
        cluster.pass(Duration.ofSeconds(30));
        assertThat(where(agent)).containsExactly(second);
        assertThat(cluster.tasks(agent)).hasSize(2);
        cluster.availability(first, Availability.ACTIVE);
        cluster.settle();
        assertThat(where(agent)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void comesBackWithANodeThatWasDown() {
        ServiceId agent = cluster.create(Specs.global("agent"));
        cluster.settle();
        cluster.down(first);
        cluster.pass(Duration.ofSeconds(30));
        assertThat(where(agent)).containsExactly(second);
        assertThat(cluster.tasks(agent)).hasSize(2);
        cluster.up(first);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(where(agent)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void followsTheLabelsOfNodes() {
        ServiceId agent =
                cluster.create(
                        Specs.withTask(
                                Specs.global("agent"),
                                task ->
                                        Specs.placed(
                                                task,
                                                new Placement(
                                                        List.of("node.labels.zone==a"),
                                                        List.of(),
                                                        0,
                                                        List.of()))));
        cluster.settle();
        assertThat(where(agent)).isEmpty();
        label(first, "a");
        cluster.settle();
        assertThat(where(agent)).containsExactly(first);
        label(first, "b");
        label(second, "a");
        cluster.pass(Duration.ofSeconds(10));
        assertThat(where(agent)).containsExactly(second);
    }

    @Test
    void restartsAFailedTaskOnItsNode() {
        ServiceId agent = cluster.create(Specs.global("agent"));
        cluster.settle();
        Task failing = cluster.running(agent).getFirst();
        cluster.doomed.add(failing.id());
        cluster.settle();
        assertThat(where(agent)).hasSize(1);
        cluster.pass(Duration.ofSeconds(6));
        assertThat(where(agent)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void forgetsTheTasksOfARemovedNode() {
        ServiceId agent = cluster.create(Specs.global("agent"));
        cluster.settle();
        cluster.down(first);
        cluster.propose(new Action.RemoveNode(first));
        cluster.pass(Duration.ofSeconds(10));
        assertThat(cluster.tasks(agent))
                .singleElement()
                .satisfies(task -> assertThat(task.state()).isEqualTo(TaskState.RUNNING));
    }

    @Test
    void updatesNodeByNode() {
        ServiceId agent = cluster.create(Specs.global("agent"));
        cluster.settle();
        cluster.update(agent, Specs.withImage(cluster.service(agent).spec(), "hello:2"));
        cluster.pass(Duration.ofSeconds(10));
        assertThat(where(agent)).containsExactlyInAnyOrder(first, second);
        assertThat(cluster.running(agent))
                .allMatch(task -> task.specVersion() == cluster.service(agent).specVersion());
    }
}
