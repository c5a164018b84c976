package belt.agent.task;

import belt.agent.timer.Timer;
import belt.api.Message.AssignedTask;
import belt.api.Message.Assignments;
import belt.api.Message.TaskUpdate;
import belt.core.BeltException;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All tasks of this node. The lock guards the maps; it may be held when a runner's lock is taken, never the other way
/// round.
public final class TaskTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskTable.class);

    private record SpecKey(ServiceId service, long version) {}

    private final Executor executor;
    private final Supplier<LocalNode> node;
    private final TaskJournal journal;
    private final InstantSource clock;
    private final TaskRunner.Surroundings around;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<TaskId, TaskRunner> runners = new HashMap<>();
    private final Map<SpecKey, ServiceSpec> specs = new HashMap<>();
    private final Set<TaskId> listed = new HashSet<>();

    public TaskTable(
            Executor executor,
            Supplier<LocalNode> node,
            StatusSink sink,
            TaskJournal journal,
            Timer timer,
            InstantSource clock) {
        this.executor = executor;
        this.node = node;
        this.journal = journal;
        this.clock = clock;
        this.around = new TaskRunner.Surroundings(sink, journal, timer, clock);
    }

    /// Takes up the tasks that the journal knows, without asking any manager.
    public void resume() {
        var resumed = new ArrayList<TaskRunner>();
        lock.lock();
        try {
            for (TaskJournal.Held entry : journal.tasks()) {
                var work = new TaskWork(entry.task(), entry.spec(), node.get());
                TaskRunner runner = runner(work, entry.status());
                runners.put(work.id(), runner);
                listed.add(work.id());
                specs.put(key(entry.task()), entry.spec());
                resumed.add(runner);
            }
        } finally {
            lock.unlock();
        }
        resumed.forEach(TaskRunner::begin);
        if (!resumed.isEmpty()) {
            LOG.info("Took up {} tasks from before the restart", resumed.size());
        }
    }

    /// Does what the leader says.
    public void apply(Assignments news) {
        var begun = new ArrayList<TaskRunner>();
        lock.lock();
        try {
            news.specs().forEach(s -> specs.put(new SpecKey(s.serviceId(), s.version()), s.spec()));
            if (news.full()) {
                dropUnlisted(news.tasks());
            }
            for (AssignedTask task : news.tasks()) {
                TaskRunner runner = runners.get(task.id());
                listed.add(task.id());
                if (runner != null) {
                    runner.desire(task);
                } else {
                    add(task).ifPresent(begun::add);
                }
            }
            news.removed().forEach(this::drop);
            if (listed.isEmpty()) {
                specs.clear(); // the leader forgets at the same point what it sent
            }
        } finally {
            lock.unlock();
        }
        begun.forEach(TaskRunner::begin);
        if (news.full()) {
            sweep();
        }
    }

    /// What is known of every task that the leader has not taken back.
    public List<TaskUpdate> snapshot() {
        lock.lock();
        try {
            return listed.stream()
                    .map(runners::get)
                    .filter(java.util.Objects::nonNull)
                    .map(runner -> new TaskUpdate(runner.id(), runner.status()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// The controller of a task that is here, for its log.
    public Optional<Controller> findController(TaskId id) {
        lock.lock();
        try {
            return Optional.ofNullable(runners.get(id)).flatMap(TaskRunner::controller);
        } finally {
            lock.unlock();
        }
    }

    /// How many tasks are here, those under removal included.
    public int size() {
        lock.lock();
        try {
            return runners.size();
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of all tasks. What runs goes on running.
    @Override
    public void close() {
        lock.lock();
        try {
            runners.values().forEach(TaskRunner::abandon);
        } finally {
            lock.unlock();
        }
    }

    private static SpecKey key(AssignedTask task) {
        return new SpecKey(task.serviceId(), task.specVersion());
    }

    private Optional<TaskRunner> add(AssignedTask task) {
        ServiceSpec spec = specs.get(key(task));
        if (spec == null) {
            LOG.error(
                    "Task {} came without version {} of service {} and is left out",
                    task.id(),
                    task.specVersion(),
                    task.serviceId());
            return Optional.empty();
        }
        TaskStatus assigned = TaskStatus.of(TaskState.ASSIGNED, clock.instant());
        TaskRunner runner = runner(new TaskWork(task, spec, node.get()), assigned);
        runners.put(task.id(), runner);
        journal.assigned(task, spec);
        if (runner.status().state().terminal()) {
            journal.status(task.id(), runner.status());
            around.sink().report(task.id(), runner.status());
        }
        return Optional.of(runner);
    }

    private TaskRunner runner(TaskWork work, TaskStatus status) {
        @Nullable Controller controller = null;
        TaskStatus begin = status;
        try {
            controller = executor.controller(work);
        } catch (BeltException e) {
            LOG.info("Task {} cannot run here: {}", work.name(), e.getMessage());
            if (!status.state().terminal()) {
                boolean early = status.state().before(TaskState.STARTING);
                begin =
                        new TaskStatus(
                                early ? TaskState.REJECTED : TaskState.FAILED,
                                clock.instant(),
                                "resolving controller failed",
                                String.valueOf(e.getMessage()),
                                status.container(),
                                List.of());
            }
        }
        return new TaskRunner(work, controller, begin, around, () -> forget(work.id()));
    }

    private void dropUnlisted(List<AssignedTask> tasks) {
        var wanted = new HashSet<TaskId>();
        tasks.forEach(task -> wanted.add(task.id()));
        listed.stream().filter(id -> !wanted.contains(id)).toList().forEach(this::drop);
    }

    private void drop(TaskId id) {
        listed.remove(id);
        TaskRunner runner = runners.get(id);
        if (runner != null) {
            runner.remove();
        }
    }

    private void forget(TaskId id) {
        lock.lock();
        try {
            runners.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /// Asks the table anew for each leftover, since tasks may arrive while the executor looks.
    private void sweep() {
        Thread.ofVirtual()
                .name("sweep")
                .start(() -> {
                    try {
                        executor.sweep(this::holds);
                    } catch (BeltException e) {
                        LOG.info("Leftovers of former tasks stay for now: {}", e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private boolean holds(TaskId id) {
        lock.lock();
        try {
            return runners.containsKey(id);
        } finally {
            lock.unlock();
        }
    }
}
