package belt.store;

import static belt.store.Samples.apply;
import static org.assertj.core.api.Assertions.assertThat;

import belt.model.ContainerStatus;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SoftStateTest {
    private final Store store = new Store();
    private long specVersion;

    @BeforeEach
    void oneNodeAndOneService() {
        apply(store, new Action.PutNode(Samples.node(1), 0));
        apply(store, new Action.PutService(Samples.service(1), 0));
        specVersion =
                store.read(view -> view.service(Samples.serviceId(1)).orElseThrow().specVersion());
    }

    private void soft(SoftChange... changes) {
        store.soft(List.of(changes));
    }

    private boolean seesSpec() {
        return store.read(view -> view.spec(Samples.serviceId(1), specVersion).isPresent());
    }

    private static TaskStatus status(TaskState state, String message) {
        return new TaskStatus(
                state, Samples.NOON, message, "", new ContainerStatus("soft", 1, 0), List.of());
    }

    @Test
    void aWaitingTaskIsSeenAndBecomesTheStoredOne() {
        soft(new SoftChange.PutTask(Samples.softTask(1, 1, specVersion)));
        assertThat(Samples.task(store, 1).state()).isEqualTo(TaskState.PENDING);
        soft(
                new SoftChange.TaskProgress(
                        Samples.taskId(1), status(TaskState.PENDING, "no suitable node")));
        assertThat(Samples.task(store, 1).status().message()).isEqualTo("no suitable node");
        apply(store, Samples.assign(1, specVersion, 1));
        Task stored = Samples.task(store, 1);
        assertThat(stored.number()).isEqualTo(1);
        assertThat(stored.meta().createdAt()).isEqualTo(Samples.NOON); // not the leader's own time
        soft(
                new SoftChange.PutTask(Samples.softTask(1, 1, specVersion)),
                new SoftChange.DropTask(Samples.taskId(1)));
        assertThat(Samples.task(store, 1)).isEqualTo(stored);
    }

    @Test
    void progressLiesBetweenAssignedAndRunningAndNeverGoesBack() {
        apply(store, Samples.assign(1, specVersion, 1));
        soft(
                new SoftChange.TaskProgress(
                        Samples.taskId(1), status(TaskState.STARTING, "starting")));
        soft(
                new SoftChange.TaskProgress(
                        Samples.taskId(1), status(TaskState.ACCEPTED, "accepted")));
        assertThat(Samples.task(store, 1).state()).isEqualTo(TaskState.STARTING);
        soft(new SoftChange.TaskProgress(Samples.taskId(1), status(TaskState.RUNNING, "started")));
        assertThat(Samples.task(store, 1).state()).isEqualTo(TaskState.STARTING);
        store.resetSoft();
        assertThat(Samples.task(store, 1).status())
                .isEqualTo(TaskStatus.of(TaskState.ASSIGNED, Samples.NOON));
    }

    @Test
    void whatIsStoredNeverComesFromProgress() {
        apply(store, Samples.assign(1, specVersion, 1, 2));
        soft(
                new SoftChange.TaskProgress(Samples.taskId(1), status(TaskState.STARTING, "soft")),
                new SoftChange.TaskProgress(Samples.taskId(2), status(TaskState.STARTING, "soft")));
        apply(store, Samples.report(1, TaskState.FAILED));
        assertThat(Samples.task(store, 1).status().message())
                .isEqualTo(TaskState.ASSIGNED.message());
        assertThat(Samples.task(store, 1).status().container()).isNull();
        apply(store, new Action.RemoveNode(Samples.nodeId(1)));
        assertThat(Samples.task(store, 2).status().container()).isNull();
    }

    @Test
    void aNodeIsReadySoftlyAndItsAddressComesThroughTheLog() {
        soft(
                new SoftChange.NodeSeen(
                        Samples.nodeId(1), new NodeStatus(NodeState.READY, "", "10.9.9.9")));
        assertThat(Samples.node(store, 1).status())
                .isEqualTo(new NodeStatus(NodeState.READY, "", "10.0.0.1"));
        apply(store, new Action.SetNodeDown(Samples.nodeId(1), true, "silent"));
        soft(
                new SoftChange.NodeSeen(
                        Samples.nodeId(1), new NodeStatus(NodeState.READY, "", "10.0.0.1")));
        assertThat(Samples.node(store, 1).status().state()).isEqualTo(NodeState.DOWN);
        apply(store, new Action.SetNodeDown(Samples.nodeId(1), false, ""));
        soft(
                new SoftChange.NodeSeen(
                        Samples.nodeId(1), new NodeStatus(NodeState.READY, "", "10.0.0.1")));
        store.resetSoft();
        assertThat(Samples.node(store, 1).status().state()).isEqualTo(NodeState.UNKNOWN);
    }

    @Test
    void anOldSpecThatOnlyASoftTaskUsesIsSeenButNotReplicated() {
        soft(new SoftChange.PutTask(Samples.softTask(1, 1, specVersion)));
        for (int replicas = 3; replicas < 6; replicas++) {
            apply(
                    store,
                    new Action.PutService(
                            Samples.service(1, Samples.spec("web1", replicas)),
                            Action.ANY_VERSION));
        }
        assertThat(seesSpec()).isTrue();
        // a follower without that soft task would leave it out, so the leader does
        apply(store, Samples.assign(1, specVersion, 1));
        assertThat(Samples.task(store, 1).number()).isZero();
        soft(new SoftChange.DropTask(Samples.taskId(1)));
        assertThat(seesSpec()).isFalse();
    }
}
