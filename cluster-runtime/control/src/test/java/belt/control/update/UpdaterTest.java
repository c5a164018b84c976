package belt.control.update;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.FailureAction;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.UpdateConfig;
import belt.model.UpdateOrder;
import belt.model.UpdateStatus;
import belt.model.UpdateStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpdaterTest {
    private final FakeCluster cluster = new FakeCluster();

    @BeforeEach
    void threeNodes() {
        List.of("node1", "node2", "node3").forEach(name -> cluster.join(Specs.node(name)));
        cluster.lead();
        cluster.settle();
    }

    private ServiceId create(long replicas, UpdateConfig config) {
        ServiceId id = cluster.create(Specs.withUpdate(Specs.replicated("web", replicas), config));
        cluster.settle();
        return id;
    }

    private UpdateStatus status(ServiceId id) {
        return Objects.requireNonNull(cluster.service(id).updateStatus());
    }

    private void updateImage(ServiceId id, String image) {
        cluster.update(id, Specs.withImage(cluster.service(id).spec(), image));
    }

    private List<String> images(ServiceId id) {
        return cluster.running(id).stream().map(this::image).sorted().toList();
    }

    private String image(Task task) {
        return cluster.store.read(view ->
                view.spec(task.serviceId(), task.specVersion())
                        .map(spec -> spec.task().container().image())
                        .orElse("?"));
    }

    @Test
    void aFirstDeploymentHasNoStatus() {
        ServiceId web = create(3, UpdateConfig.DEFAULT);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(cluster.service(web).updateStatus()).isNull();
    }

    @Test
    void replacesAllTasksAndCompletesAfterTheMonitorTime() {
        ServiceId web = create(3, UpdateConfig.DEFAULT);
        updateImage(web, "hello:2");
        cluster.settle();
        assertThat(status(web).state()).isEqualTo(State.UPDATING);
        assertThat(status(web).message()).isEqualTo("update in progress");
        assertThat(images(web)).containsExactly("hello:2", "hello:2", "hello:2");
        cluster.pass(Duration.ofMillis(4_900));
        assertThat(status(web).state()).isEqualTo(State.UPDATING);
        cluster.pass(Duration.ofMillis(200));
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
        assertThat(status(web).message()).isEqualTo("update completed");
        assertThat(status(web).completedAt()).isNotNull();
    }

    @Test
    void changesAsManySlotsAtOnceAsAllowedAndRestsBetween() {
        var config = new UpdateConfig(2, Duration.ofSeconds(10), null, null, 0, null);
        ServiceId web = create(6, config);
        updateImage(web, "hello:2");
        cluster.settle();
        assertThat(images(web)).filteredOn("hello:2"::equals).hasSize(2);
        cluster.pass(Duration.ofSeconds(11));
        assertThat(images(web)).filteredOn("hello:2"::equals).hasSize(4);
        cluster.pass(Duration.ofSeconds(11));
        assertThat(images(web)).filteredOn("hello:2"::equals).hasSize(6);
        assertThat(status(web).state()).isEqualTo(State.UPDATING);
        cluster.pass(Duration.ofSeconds(22));
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void leavesTasksAloneWhenOnlyReplicasOrLabelsChange() {
        ServiceId web = create(3, UpdateConfig.DEFAULT);
        Set<TaskId> before = cluster.tasks(web).stream().map(Task::id).collect(Collectors.toSet());
        cluster.scale(web, 4);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(cluster.running(web)).hasSize(4);
        assertThat(cluster.tasks(web).stream().map(Task::id).toList()).containsAll(before);
        assertThat(cluster.service(web).updateStatus()).isNull();
    }

    @Test
    void forceReplacesTasks() {
        ServiceId web = create(2, UpdateConfig.DEFAULT);
        Set<TaskId> before = cluster.tasks(web).stream().map(Task::id).collect(Collectors.toSet());
        ServiceSpec spec = cluster.service(web).spec();
        cluster.update(
                web,
                Specs.withTask(
                        spec,
                        task ->
                                new belt.model.TaskSpec(
                                        task.runtime(),
                                        task.container(),
                                        task.limits(),
                                        task.reservations(),
                                        task.restart(),
                                        task.placement(),
                                        task.logDriver(),
                                        task.networks(),
                                        task.forceUpdate() + 1)));
        cluster.pass(Duration.ofSeconds(6));
        assertThat(cluster.running(web)).hasSize(2).noneMatch(task -> before.contains(task.id()));
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void stopFirstWaitsForTheOldTaskAndStartFirstDoesNot() {
        ServiceId stop = create(1, Specs.update(1, UpdateOrder.STOP_FIRST, FailureAction.PAUSE));
        Task old = cluster.running(stop).getFirst();
        // the agent is slow: nothing happens on the nodes
        updateImage(stop, "hello:2");
        cluster.step();
        cluster.step();
        assertThat(cluster.tasks(stop))
                .filteredOn(task -> !task.id().equals(old.id()))
                .singleElement()
                .satisfies(next -> assertThat(next.desired()).isEqualTo(TaskState.READY));
        cluster.settle();
        assertThat(images(stop)).containsExactly("hello:2");

        cluster.remove(stop);
        cluster.settle();
        ServiceId start = create(1, Specs.update(1, UpdateOrder.START_FIRST, FailureAction.PAUSE));
        Task first = cluster.running(start).getFirst();
        updateImage(start, "hello:2");
        cluster.step();
        cluster.step();
        assertThat(cluster.tasks(start))
                .hasSize(2)
                .allMatch(task -> task.desired() == TaskState.RUNNING);
        cluster.settle();
        assertThat(images(start)).containsExactly("hello:2");
        assertThat(cluster.tasks(start))
                .filteredOn(task -> task.id().equals(first.id()))
                .allMatch(task -> task.state() == TaskState.SHUTDOWN);
    }

    @Test
    void pausesAfterAFailure() {
        cluster.missingImages.add("bad");
        ServiceId web = create(3, UpdateConfig.DEFAULT);
        updateImage(web, "bad");
        cluster.settle();
        assertThat(status(web).state()).isEqualTo(State.PAUSED);
        assertThat(status(web).message())
                .startsWith("update paused due to failure or early termination of task ");
        cluster.pass(Duration.ofMinutes(1));
        assertThat(images(web)).filteredOn("hello"::equals).hasSize(2);
        cluster.stopLeading();
        cluster.lead();
        cluster.pass(Duration.ofMinutes(1));
        assertThat(status(web).state()).isEqualTo(State.PAUSED);
        updateImage(web, "hello:3");
        cluster.pass(Duration.ofMinutes(1));
        assertThat(images(web)).containsExactly("hello:3", "hello:3", "hello:3");
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void rollsBackAfterAFailure() {
        cluster.crashingImages.add("bad");
        ServiceId web = create(3, Specs.update(1, UpdateOrder.STOP_FIRST, FailureAction.ROLLBACK));
        updateImage(web, "bad");
        cluster.settle();
        assertThat(status(web).state()).isEqualTo(State.ROLLBACK_STARTED);
        assertThat(status(web).message())
                .startsWith("update rolled back due to failure or early termination of task ");
        cluster.pass(Duration.ofSeconds(30));
        assertThat(images(web)).containsExactly("hello", "hello", "hello");
        assertThat(status(web).state()).isEqualTo(State.ROLLBACK_COMPLETED);
        assertThat(status(web).message()).isEqualTo("rollback completed");
        assertThat(cluster.service(web).previousSpec()).isNull();
    }

    @Test
    void goesOnInSpiteOfFailuresWhenToldTo() {
        cluster.crashingImages.add("bad");
        ServiceId web = create(3, Specs.update(1, UpdateOrder.STOP_FIRST, FailureAction.CONTINUE));
        updateImage(web, "bad");
        cluster.pass(Duration.ofSeconds(30));
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
        assertThat(cluster.tasks(web))
                .filteredOn(task -> image(task).equals("bad"))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aNewLeaderGoesOn() {
        var config = new UpdateConfig(1, Duration.ofSeconds(10), null, null, 0, null);
        ServiceId web = create(4, config);
        updateImage(web, "hello:2");
        cluster.pass(Duration.ofSeconds(5));
        cluster.stopLeading();
        cluster.lead();
        cluster.pass(Duration.ofMinutes(1));
        assertThat(images(web)).containsOnly("hello:2").hasSize(4);
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void aNewerSpecOvertakesAnUpdate() {
        var config = new UpdateConfig(1, Duration.ofSeconds(10), null, null, 0, null);
        ServiceId web = create(4, config);
        updateImage(web, "hello:2");
        cluster.pass(Duration.ofSeconds(5));
        updateImage(web, "hello:3");
        cluster.pass(Duration.ofSeconds(70));
        assertThat(images(web)).containsOnly("hello:3").hasSize(4);
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
    }

    @Test
    void aPauseThatComesTooLateDoesNotFreezeTheNextSpec() {
        ServiceId web = create(3, UpdateConfig.DEFAULT);
        cluster.missingImages.add("bad");
        updateImage(web, "bad");
        cluster.step();
        cluster.step();
        cluster.agents();
        cluster.log.atOnce(false);
        cluster.step();
        // the pause is on its way when the user changes the image
        updateImage(web, "hello:3");
        cluster.log.commitAll();
        assertThat(status(web).state()).isEqualTo(State.PAUSED);
        cluster.log.atOnce(true);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(images(web)).containsExactly("hello:3", "hello:3", "hello:3");
        assertThat(status(web).state()).isEqualTo(State.COMPLETED);
    }
}
