package belt.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import belt.agent.testing.FakeExecutor;
import belt.agent.testing.FakeTimer;
import belt.agent.testing.Specs;
import belt.agent.testing.Wait;
import belt.api.Message.AssignedTask;
import belt.api.Message.Assignments;
import belt.api.Message.SpecDelivery;
import belt.model.ContainerStatus;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TaskTableTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeExecutor executor = new FakeExecutor();
    private final FakeTimer timer = new FakeTimer();
    private final List<TaskStatus> seen = new CopyOnWriteArrayList<>();
    private final TaskTable table = table(TaskJournal.NONE);

    private TaskTable table(TaskJournal journal) {
        return new TaskTable(
                executor,
                () -> Specs.NODE,
                (_, status) -> seen.add(status),
                journal,
                timer,
                () -> NOW);
    }

    private static Assignments assign(boolean full, String task, TaskState desired) {
        AssignedTask assigned = Specs.task(task, desired);
        var spec = new SpecDelivery(assigned.serviceId(), assigned.specVersion(), Specs.service());
        return new Assignments(full, List.of(spec), List.of(assigned), List.of());
    }

    private List<TaskState> states() {
        return seen.stream().map(TaskStatus::state).toList();
    }

    private void awaitState(TaskState state) throws InterruptedException {
        Wait.until("task " + state, () -> states().contains(state));
    }

    @Test
    void reportsEveryStepOfAStart() throws InterruptedException {
        table.apply(assign(true, "t1", TaskState.RUNNING));

        awaitState(TaskState.RUNNING);
        assertThat(states())
                .containsExactly(
                        TaskState.ACCEPTED,
                        TaskState.PREPARING,
                        TaskState.READY,
                        TaskState.STARTING,
                        TaskState.RUNNING);
        assertThat(seen.getLast().container()).isEqualTo(new ContainerStatus("c1", 42, 0));
    }

    @Test
    void pausesWhenReadyUntilWantedToRun() throws InterruptedException {
        table.apply(assign(true, "t1", TaskState.READY));
        awaitState(TaskState.READY);
        assertThat(executor.box("t1").runs).isFalse();

        table.apply(assign(false, "t1", TaskState.RUNNING));
        awaitState(TaskState.RUNNING);
    }

    @Test
    void failsWithTheExitStatusInSwarmsWords() throws InterruptedException {
        table.apply(assign(true, "t1", TaskState.RUNNING));
        awaitState(TaskState.RUNNING);

        executor.box("t1").exit.complete(Exit.of(3, Observation.NONE));

        awaitState(TaskState.FAILED);
        assertThat(seen.getLast().error()).isEqualTo("task: non-zero exit (3)");
        assertThat(seen.getLast().message()).isEqualTo("started");
    }

    @Test
    void completesWhenItEndsWell() throws InterruptedException {
        table.apply(assign(true, "t1", TaskState.RUNNING));
        awaitState(TaskState.RUNNING);

        executor.box("t1").exit.complete(Exit.of(0, Observation.NONE));

        awaitState(TaskState.COMPLETE);
        assertThat(seen.getLast().message()).isEqualTo("finished");
    }

    @Test
    void rejectsWhatCannotBePrepared() throws InterruptedException {
        executor.box("t1").prepareFailure = "No such image: bb:nope";
        table.apply(assign(true, "t1", TaskState.RUNNING));

        awaitState(TaskState.REJECTED);
        assertThat(seen.getLast().error()).isEqualTo("No such image: bb:nope");
        assertThat(seen.getLast().message()).isEqualTo("preparing");
    }

    @Test
    void failsWhatCannotBeStarted() throws InterruptedException {
        executor.box("t1").startFailure = "starting container failed: no such program";
        table.apply(assign(true, "t1", TaskState.RUNNING));

        awaitState(TaskState.FAILED);
    }

    @Test
    void triesAgainWhileTheEngineDoesNotAnswer() throws InterruptedException {
        executor.box("t1").unreachable.set(2);
        table.apply(assign(true, "t1", TaskState.RUNNING));

        Wait.until(
                "running after two retries",
                () -> {
                    timer.pass(Duration.ofSeconds(1));
                    return states().contains(TaskState.RUNNING);
                });
        assertThat(states()).doesNotContain(TaskState.REJECTED);
    }

    @Test
    void aWishToStopCutsASlowPullShort() throws InterruptedException {
        executor.box("t1").slowPrepare = new CountDownLatch(1);
        table.apply(assign(true, "t1", TaskState.RUNNING));
        Wait.until("pulling", () -> executor.box("t1").calls.contains("prepare"));

        table.apply(assign(false, "t1", TaskState.SHUTDOWN));

        awaitState(TaskState.SHUTDOWN);
        assertThat(states()).doesNotContain(TaskState.READY, TaskState.REJECTED);
    }

    @Test
    void stoppingIsNoFailureWhateverTheExitStatus() throws InterruptedException {
        table.apply(assign(true, "t1", TaskState.RUNNING));
        awaitState(TaskState.RUNNING);

        table.apply(assign(false, "t1", TaskState.SHUTDOWN));
        executor.box("t1").exit.complete(Exit.of(137, Observation.NONE));

        awaitState(TaskState.SHUTDOWN);
        assertThat(states()).doesNotContain(TaskState.FAILED);
    }

    @Test
    void forgetsATaskThatAFullListDoesNotName() throws InterruptedException {
        FakeExecutor.Box box = executor.box("t1");
        table.apply(assign(true, "t1", TaskState.RUNNING));
        awaitState(TaskState.RUNNING);

        table.apply(new Assignments(true, List.of(), List.of(), List.of()));

        Wait.until("removed", () -> table.size() == 0);
        assertThat(box.calls).endsWith("stop", "remove");
        assertThat(table.snapshot()).isEmpty();
    }

    @Test
    void takesUpARunningTaskWithoutStartingItAgain() throws InterruptedException {
        executor.box("t1").runs = true;
        var held =
                new TaskJournal.Held(
                        Specs.task("t1", TaskState.RUNNING),
                        Specs.service(),
                        TaskStatus.of(TaskState.RUNNING, NOW));
        TaskTable later = table(new Remembered(held));

        later.resume();
        Wait.until("watched", () -> executor.box("t1").calls.contains("exit"));
        executor.box("t1").exit.complete(Exit.of(1, Observation.NONE));

        awaitState(TaskState.FAILED);
        assertThat(executor.box("t1").calls).containsExactly("exit");
    }

    @Test
    void goesOnWithAStartThatARestartInterrupted() throws InterruptedException {
        var held =
                new TaskJournal.Held(
                        Specs.task("t1", TaskState.RUNNING),
                        Specs.service(),
                        TaskStatus.of(TaskState.PREPARING, NOW));
        TaskTable later = table(new Remembered(held));

        later.resume();

        awaitState(TaskState.RUNNING);
        assertThat(later.snapshot().getFirst().id()).isEqualTo(new TaskId("t1"));
    }

    private record Remembered(Held held) implements TaskJournal {
        @Override
        public void assigned(AssignedTask task, belt.model.ServiceSpec spec) {}

        @Override
        public void status(TaskId task, TaskStatus status) {}

        @Override
        public void removed(TaskId task) {}

        @Override
        public List<Held> tasks() {
            return List.of(held);
        }
    }
}
