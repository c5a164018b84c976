package belt.control.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.NodeId;
import belt.model.ServiceId;
import belt.model.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReaperTest {
    private final FakeCluster cluster = new FakeCluster();

    private void lead() {
        cluster.lead();
        cluster.settle();
    }

    @Test
    void keepsFiveTasksOfASlot() {
        cluster.join(Specs.node("node1"));
        lead();
        cluster.crashingImages.add("bad");
        ServiceId web = cluster.create(Specs.withImage(Specs.replicated("web", 2), "bad"));
        cluster.pass(Duration.ofMinutes(2));
        assertThat(cluster.tasks(web)).hasSizeBetween(9, 12);
        assertThat(cluster.tasks(web)).filteredOn(task -> task.slot() == 1).hasSizeBetween(4, 6);
    }

    @Test
    void deletesWhatWasScaledDownAndWhatWasRemoved() {
        cluster.join(Specs.node("node1"));
        lead();
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        cluster.scale(web, 2);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.tasks(web)).hasSize(2);
        cluster.remove(web);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.tasks(web)).isEmpty();
    }

    @Test
    void keepsTasksOfADeadNodeUntilTheyHaveEnded() {
        NodeId node = cluster.join(Specs.node("node1")).id();
        lead();
        ServiceId web = cluster.create(Specs.replicated("web", 2));
        cluster.settle();
        cluster.down(node);
        cluster.remove(web);
        cluster.pass(Duration.ofMinutes(5));
        assertThat(cluster.tasks(web))
                .hasSize(2)
                .allMatch(task -> task.desired() == TaskState.REMOVE);
        cluster.up(node);
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.tasks(web)).isEmpty();
    }

    @Test
    void aNewLeaderDeletesWhatItsPredecessorLeft() {
        NodeId node = cluster.join(Specs.node("node1")).id();
        lead();
        ServiceId web = cluster.create(Specs.replicated("web", 2));
        cluster.settle();
        cluster.stopLeading();
        cluster.remove(web);
        cluster.agents();
        assertThat(cluster.tasks(web)).hasSize(2);
        cluster.lead();
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.tasks(web)).isEmpty();
        assertThat(cluster.node(node).usable()).isTrue();
    }
}
