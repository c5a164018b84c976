package belt.store;

import static belt.store.Samples.apply;
import static org.assertj.core.api.Assertions.assertThat;

import belt.model.ContainerStatus;
import belt.model.NodeState;
import belt.model.Service;
import belt.model.ServiceSpec;
import belt.model.TaskState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplierTest {
    private final Store store = new Store();

    @BeforeEach
    void oneNodeAndOneService() {
        apply(store, new Action.PutNode(Samples.node(1), 0));
        apply(store, new Action.PutService(Samples.service(1), 0));
    }

    private Service service() {
        return store.read(view -> view.service(Samples.serviceId(1)).orElseThrow());
    }

    @Test
    void checksVersionsAndChangesAllOrNothing() {
        assertThat(Samples.node(store, 1).meta().version()).isEqualTo(1);
        assertThat(
                        apply(
                                store,
                                new Action.PutNode(Samples.node(2), 0),
                                new Action.PutNode(Samples.node(1), 0)))
                .isEqualTo(
                        new TxResult.Conflict(
                                "node " + Samples.nodeId(1) + " has version 1, expected 0"));
        assertThat(store.<Boolean>read(view -> view.node(Samples.nodeId(2)).isEmpty())).isTrue();
        assertThat(
                        apply(
                                store,
                                new Action.SetNodeSpec(
                                        Samples.nodeId(1), Samples.node(5).spec(), 1)))
                .isEqualTo(new TxResult.Committed(3));
        assertThat(
                        apply(
                                store,
                                new Action.SetNodeSpec(
                                        Samples.nodeId(9),
                                        Samples.node(5).spec(),
                                        Action.ANY_VERSION)))
                .isEqualTo(new TxResult.Conflict("node " + Samples.nodeId(9) + " is gone"));
    }

    @Test
    void keepsServiceNamesApartWithoutRegardToCase() {
        assertThat(
                        apply(
                                store,
                                new Action.PutService(
                                        Samples.service(2, Samples.spec("WEB1", 1)), 0)))
                .isEqualTo(new TxResult.Conflict("service WEB1 exists as " + Samples.serviceId(1)));
    }

    @Test
    void givesNodesAndTasksNumbersThatAreNeverUsedAgain() {
        apply(store, new Action.PutNode(Samples.node(2), 0));
        apply(store, new Action.RemoveNode(Samples.nodeId(2)));
        apply(store, new Action.PutNode(Samples.node(3), 0));
        assertThat(Samples.node(store, 3).number()).isEqualTo(3);
        apply(store, Samples.assign(1, service().specVersion(), 1));
        apply(store, new Action.RemoveTasks(List.of(1L)));
        apply(store, Samples.assign(1, service().specVersion(), 2));
        assertThat(Samples.task(store, 2).number()).isEqualTo(2);
    }

    @Test
    void leavesOutTasksWhoseNodeOrSpecIsGone() {
        apply(store, Samples.assign(1, 77, 1));
        apply(store, new Action.RemoveNode(Samples.nodeId(1)));
        apply(store, Samples.assign(1, service().specVersion(), 1));
        assertThat(store.<Boolean>read(view -> view.tasks().isEmpty())).isTrue();
    }

    @Test
    void observedStatesOnlyRiseAndOnlyReplicatedOnesCount() {
        apply(store, Samples.assign(1, service().specVersion(), 1));
        apply(store, Samples.report(1, TaskState.STARTING));
        assertThat(Samples.task(store, 1).state()).isEqualTo(TaskState.ASSIGNED);
        var container = new ContainerStatus("c1", 1, 0);
        apply(store, Samples.report(1, TaskState.RUNNING, "", container));
        apply(store, Samples.report(1, TaskState.RUNNING, "again", null));
        assertThat(Samples.task(store, 1).status().message()).isEqualTo("started");
        apply(store, Samples.report(1, TaskState.FAILED));
        assertThat(Samples.task(store, 1).status().message()).isEqualTo("started");
        assertThat(Samples.task(store, 1).status().container()).isEqualTo(container);
        apply(store, Samples.report(1, TaskState.COMPLETE));
        assertThat(Samples.task(store, 1).state()).isEqualTo(TaskState.FAILED);
    }

    @Test
    void desiredStatesOnlyRise() {
        apply(store, Samples.assign(1, service().specVersion(), 1));
        apply(store, new Action.DesireTasks(List.of(1L, 99L), TaskState.SHUTDOWN));
        apply(store, new Action.DesireTasks(List.of(1L), TaskState.RUNNING));
        assertThat(Samples.task(store, 1).desired()).isEqualTo(TaskState.SHUTDOWN);
    }

    @Test
    void aRemovedNodeOrphansItsTasksAndARemovedServiceWantsThemGone() {
        apply(store, Samples.assign(1, service().specVersion(), 1, 2));
        apply(store, Samples.report(2, TaskState.COMPLETE));
        apply(store, new Action.RemoveNode(Samples.nodeId(1)));
        assertThat(Samples.task(store, 1).state()).isEqualTo(TaskState.ORPHANED);
        assertThat(Samples.task(store, 2).state()).isEqualTo(TaskState.COMPLETE);
        apply(store, new Action.RemoveService(Samples.serviceId(1)));
        assertThat(Samples.task(store, 1).desired()).isEqualTo(TaskState.REMOVE);
        assertThat(store.<Boolean>read(view -> view.services().isEmpty())).isTrue();
    }

    @Test
    void keepsASpecWhileItIsCurrentPreviousOrInUse() {
        long first = service().specVersion();
        apply(store, Samples.assign(1, first, 1));
        long second = update(Samples.spec("web1", 3));
        long third = update(Samples.spec("web1", 4));
        assertThat(specs(first, second, third)).containsExactly(true, true, true);
        apply(store, new Action.RemoveTasks(List.of(1L)));
        assertThat(specs(first, second, third)).containsExactly(false, true, true);
        long same = update(Samples.spec("web1", 4));
        assertThat(same).isEqualTo(third);
    }

    private long update(ServiceSpec spec) {
        Service before = service();
        boolean changed = !spec.equals(before.spec());
        var after =
                new Service(
                        before.id(),
                        before.meta(),
                        spec,
                        0,
                        changed ? before.spec() : before.previousSpec(),
                        changed ? 0 : before.previousSpecVersion(),
                        List.of(),
                        null,
                        0);
        assertThat(apply(store, new Action.PutService(after, before.meta().version())))
                .isInstanceOf(TxResult.Committed.class);
        return service().specVersion();
    }

    private List<Boolean> specs(long... versions) {
        return store.read(view ->
                java.util.Arrays.stream(versions)
                        .mapToObj(version -> view.spec(Samples.serviceId(1), version).isPresent())
                        .toList());
    }

    @Test
    void downComesAndGoesThroughTheLog() {
        apply(store, new Action.SetNodeDown(Samples.nodeId(1), true, "heartbeat failure"));
        assertThat(Samples.node(store, 1).status().state()).isEqualTo(NodeState.DOWN);
        apply(store, new Action.SetNodeDown(Samples.nodeId(1), false, ""));
        assertThat(Samples.node(store, 1).status().state()).isEqualTo(NodeState.UNKNOWN);
    }
}
