package belt.agent.testing;

import belt.agent.journal.FileJournal;
import belt.agent.task.Executor;
import belt.agent.task.TaskTable;
import belt.agent.timer.SharedTimer;
import belt.api.Message.AssignedTask;
import belt.api.Message.Assignments;
import belt.api.Message.SpecDelivery;
import belt.engine.LogQuery;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An agent's tasks over a real executor and a real journal, without a manager.
public final class TestNode implements AutoCloseable {
    public final Map<TaskId, TaskStatus> statuses = new ConcurrentHashMap<>();
    public final TaskTable tasks;
    private final SharedTimer timer = new SharedTimer();
    private final FileJournal journal;

    public TestNode(Path folder, Function<SharedTimer, Executor> executor) {
        journal = FileJournal.open(folder);
        tasks =
                new TaskTable(
                        executor.apply(timer),
                        () -> Specs.NODE,
                        statuses::put,
                        journal,
                        timer,
                        Clock.systemUTC());
        tasks.resume();
    }

    public void assign(ServiceSpec spec, AssignedTask task) {
        tasks.apply(
                new Assignments(
                        false,
                        List.of(new SpecDelivery(task.serviceId(), task.specVersion(), spec)),
                        List.of(task),
                        List.of()));
    }

    public void run(String task, ServiceSpec spec) {
        assign(spec, Specs.task(task, TaskState.RUNNING));
    }

    public void remove(String... names) throws InterruptedException {
        List<TaskId> ids = java.util.Arrays.stream(names).map(TaskId::new).toList();
        tasks.apply(new Assignments(false, List.of(), List.of(), ids));
        Wait.until(
                "removal of " + ids,
                () -> ids.stream().allMatch(id -> tasks.findController(id).isEmpty()));
    }

    public @Nullable TaskStatus status(String task) {
        return statuses.get(new TaskId(task));
    }

    public TaskStatus await(String task, TaskState state) throws InterruptedException {
        try {
            Wait.until(task + " " + state, () -> isIn(task, state));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but " + status(task), e);
        }
        return java.util.Objects.requireNonNull(statuses.get(new TaskId(task)));
    }

    private boolean isIn(String task, TaskState state) {
        TaskStatus status = status(task);
        return status != null && status.state() == state;
    }

    public String log(String task, boolean follow, long tail) throws InterruptedException {
        var text = new StringBuilder();
        tasks.findController(new TaskId(task))
                .orElseThrow()
                .logs(
                        new LogQuery(follow, true, true, false, null, tail),
                        (stream, data) ->
                                text.append(stream)
                                        .append(':')
                                        .append(new String(data, StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        tasks.close();
        journal.close();
        timer.close();
    }
}
