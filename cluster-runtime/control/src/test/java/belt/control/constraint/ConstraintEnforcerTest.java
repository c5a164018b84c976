package belt.control.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.Node;
import belt.model.NodeSpec;
import belt.model.Placement;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstraintEnforcerTest {
    @Test
    void rejectsTasksWhoseNodeLostItsLabel() {
        var cluster = new FakeCluster();
        Node first = cluster.join(Specs.node("a", Map.of("zone", "a"), Specs.resources(4, 1024)));
        cluster.lead();
        cluster.settle();
        var placement = new Placement(List.of("node.labels.zone==a"), List.of(), 0, List.of());
        ServiceId web =
                cluster.create(
                        Specs.withTask(
                                Specs.replicated("web", 2), task -> Specs.placed(task, placement)));
        cluster.settle();
        List<Task> before = cluster.running(web);
        assertThat(before).hasSize(2);
        Node second = cluster.join(Specs.node("b", Map.of("zone", "a"), Specs.resources(4, 1024)));
        cluster.propose(
                new Action.SetNodeSpec(
                        first.id(),
                        new NodeSpec(
                                "", Map.of(), first.spec().role(), first.spec().availability()),
                        Action.ANY_VERSION));
        cluster.pass(Duration.ofSeconds(6));
        assertThat(cluster.running(web))
                .hasSize(2)
                .allMatch(task -> second.id().equals(task.nodeId()));
        assertThat(cluster.tasks(web))
                .filteredOn(task -> task.id().equals(before.getFirst().id()))
                .singleElement()
                .satisfies(task -> {
                    assertThat(task.state()).isEqualTo(TaskState.REJECTED);
                    assertThat(task.status().message())
                            .isEqualTo("task rejected by constraint enforcer");
                    assertThat(task.status().error())
                            .isEqualTo("assigned node no longer meets constraints");
                });
    }
}
