package belt.control.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.Availability;
import belt.model.NodeId;
import belt.model.RestartCondition;
import belt.model.RestartPolicy;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplicatedTest {
    private final FakeCluster cluster = new FakeCluster();
    private NodeId first;
    private NodeId second;
    private NodeId third;

    @BeforeEach
    void threeNodes() {
        first = cluster.join(Specs.node("node1")).id();
        second = cluster.join(Specs.node("node2")).id();
        third = cluster.join(Specs.node("node3")).id();
        cluster.lead();
        cluster.settle();
    }

    private List<Long> slots(ServiceId service) {
        return cluster.running(service).stream().map(Task::slot).sorted().toList();
    }

    private long on(ServiceId service, NodeId node) {
        return cluster.running(service).stream().filter(t -> node.equals(t.nodeId())).count();
    }

    @Test
    void runsAsManyTasksAsWantedSpreadOverTheNodes() {
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        assertThat(slots(web)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(on(web, first)).isEqualTo(2);
        assertThat(on(web, second)).isEqualTo(2);
        assertThat(on(web, third)).isEqualTo(2);
    }

    @Test
    void scalesUpIntoTheLowestFreeSlotsAndDownFromTheFullestNodes() {
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        cluster.scale(web, 3);
        cluster.settle();
        assertThat(slots(web)).containsExactly(1L, 2L, 3L);
        assertThat(on(web, first)).isEqualTo(1);
        assertThat(on(web, second)).isEqualTo(1);
        cluster.scale(web, 5);
        cluster.settle();
        assertThat(slots(web)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void replacesAFailedTaskAfterTheDelay() {
        ServiceId web = cluster.create(Specs.replicated("web", 2));
        cluster.settle();
        Task failing = cluster.running(web).getFirst();
        cluster.doomed.add(failing.id());
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(1);
        assertThat(cluster.tasks(web))
                .filteredOn(task -> task.desired() == TaskState.READY)
                .singleElement()
                .satisfies(next -> {
                    assertThat(next.slot()).isEqualTo(failing.slot());
                    assertThat(next.state()).isEqualTo(TaskState.READY);
                });
        cluster.pass(Duration.ofMillis(4_900));
        assertThat(cluster.running(web)).hasSize(1);
        cluster.pass(Duration.ofMillis(200));
        assertThat(cluster.running(web)).hasSize(2);
    }

    @Test
    void triesAnImageThatDoesNotExistOnceADelay() {
        cluster.missingImages.add("nope");
        ServiceId web = cluster.create(Specs.withImage(Specs.replicated("web", 1), "nope"));
        cluster.pass(Duration.ofSeconds(21));
        assertThat(cluster.tasks(web)).hasSizeBetween(4, 6);
        assertThat(cluster.tasks(web))
                .filteredOn(task -> task.state() == TaskState.REJECTED)
                .allMatch(task -> task.status().error().equals("No such image: nope"));
    }

    @Test
    void stopsAfterTheLastAttempt() {
        cluster.crashingImages.add("bad");
        var policy = new RestartPolicy(RestartCondition.ON_FAILURE, Duration.ofSeconds(1), 2, null);
        ServiceId job =
                cluster.create(
                        Specs.withTask(
                                Specs.withImage(Specs.replicated("job", 1), "bad"),
                                task -> Specs.restarting(task, policy)));
        cluster.pass(Duration.ofSeconds(30));
        assertThat(cluster.tasks(job)).hasSize(3).allMatch(task -> task.state().terminal());
    }

    @Test
    void neverRestartsWhatMustNotBe() {
        var policy = new RestartPolicy(RestartCondition.NONE, null, 0, null);
        ServiceId job =
                cluster.create(
                        Specs.withTask(
                                Specs.replicated("job", 1),
                                task -> Specs.restarting(task, policy)));
        cluster.settle();
        cluster.doomed.add(cluster.running(job).getFirst().id());
        cluster.pass(Duration.ofSeconds(30));
        assertThat(cluster.tasks(job)).hasSize(1);
    }

    @Test
    void movesTasksAwayFromADrainedNodeAtOnce() {
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        cluster.availability(first, Availability.DRAIN);
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(6);
        assertThat(on(web, first)).isZero();
        cluster.availability(first, Availability.ACTIVE);
        cluster.pass(Duration.ofMinutes(1));
        assertThat(on(web, first)).isZero();
    }

    @Test
    void replacesTasksOfANodeThatIsDownAfterTheDelay() {
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        cluster.down(second);
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(4);
        cluster.pass(Duration.ofSeconds(6));
        assertThat(cluster.running(web)).hasSize(6);
        assertThat(on(web, second)).isZero();
        assertThat(cluster.tasks(web))
                .filteredOn(task -> second.equals(task.nodeId()))
                .allMatch(task -> task.desired() == TaskState.SHUTDOWN);
    }

    @Test
    void aNewLeaderRestartsNothing() {
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        var before = cluster.tasks(web).stream().map(Task::id).collect(Collectors.toSet());
        cluster.stopLeading();
        cluster.lead();
        cluster.pass(Duration.ofMinutes(1));
        assertThat(cluster.tasks(web).stream().map(Task::id).collect(Collectors.toSet()))
                .isEqualTo(before);
    }

    @Test
    void aNewLeaderStartsWhatTheOldOneLeftWaiting() {
        ServiceId web = cluster.create(Specs.replicated("web", 1));
        cluster.settle();
        cluster.doomed.add(cluster.running(web).getFirst().id());
        cluster.settle();
        cluster.pass(Duration.ofSeconds(2));
        cluster.stopLeading();
        cluster.lead();
        cluster.settle();
        assertThat(cluster.running(web)).isEmpty();
        cluster.pass(Duration.ofSeconds(6));
        assertThat(cluster.running(web)).hasSize(1);
    }

    @Test
    void tasksOfARemovedServiceStop() {
        ServiceId web = cluster.create(Specs.replicated("web", 6));
        cluster.settle();
        cluster.remove(web);
        cluster.settle();
        assertThat(cluster.tasks(web)).allMatch(task -> task.state().terminal());
    }

    @Test
    void forgetsAttemptsThatLieBeforeTheWindow() {
        cluster.crashingImages.add("bad");
        var policy =
                new RestartPolicy(
                        RestartCondition.ANY, Duration.ofSeconds(5), 2, Duration.ofSeconds(8));
        ServiceId job =
                cluster.create(
                        Specs.withTask(
                                Specs.withImage(Specs.replicated("job", 1), "bad"),
                                task -> Specs.restarting(task, policy)));
        cluster.pass(Duration.ofSeconds(31));
        Task last =
                cluster.tasks(job).stream()
                        .max(Comparator.comparingLong(Task::number))
                        .orElseThrow();
        assertThat(last.number()).isGreaterThan(4);
    }

    @Test
    void aWaitingTaskFollowsItsServiceThroughManyChanges() {
        ServiceId web =
                cluster.create(
                        Specs.withTask(
                                Specs.replicated("web", 2),
                                task -> Specs.reserving(task, Specs.resources(64, 1))));
        cluster.settle();
        for (int replicas = 3; replicas < 6; replicas++) {
            cluster.scale(web, replicas);
            cluster.settle();
        }
        assertThat(cluster.tasks(web))
                .hasSize(5)
                .allMatch(task -> task.specVersion() == cluster.service(web).specVersion());
        cluster.update(
                web,
                Specs.withTask(
                        cluster.service(web).spec(),
                        task -> Specs.reserving(task, Specs.resources(1, 1))));
        cluster.settle();
        assertThat(cluster.running(web)).hasSize(5);
    }
}
