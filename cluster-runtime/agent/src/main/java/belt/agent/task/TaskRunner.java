package belt.agent.task;

import belt.agent.timer.Timer;
import belt.api.Message.AssignedTask;
import belt.core.BeltException;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one task from where it is to where it should be, one step at a time. A virtual thread exists only while a step
/// is being done; a task that runs holds none.
///
/// The lock guards all fields. It is held while the sink and the journal are told, which neither block nor call back;
/// never while the controller works.
final class TaskRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TaskRunner.class);

    /// Failures that may pass are tried again after this (SwarmKit: 1 s).
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// What the runner needs around it.
    ///
    /// @param sink hears of each step
    /// @param journal remembers it
    /// @param timer for trying again
    /// @param clock for the statuses' times
    record Surroundings(StatusSink sink, TaskJournal journal, Timer timer, InstantSource clock) {}

    private final TaskWork work;
    private final @Nullable Controller controller;
    private final Surroundings around;
    private final Runnable onRemoved;
    private final ReentrantLock lock = new ReentrantLock();

    private TaskStatus status;
    private TaskState desired;
    private boolean removing;
    private boolean watching;
    private boolean closed;
    private @Nullable Thread worker;
    private Step doing = Step.NOTHING;

    /// @param controller null if none could be made; `status` then says why
    TaskRunner(
            TaskWork work,
            @Nullable Controller controller,
            TaskStatus status,
            Surroundings around,
            Runnable onRemoved) {
        this.work = work;
        this.controller = controller;
        this.status = status;
        this.desired = clamp(work.task().desired());
        this.around = around;
        this.onRemoved = onRemoved;
    }

    TaskId id() {
        return work.id();
    }

    TaskWork work() {
        return work;
    }

    Optional<Controller> controller() {
        return Optional.ofNullable(controller);
    }

    TaskStatus status() {
        lock.lock();
        try {
            return status;
        } finally {
            lock.unlock();
        }
    }

    /// Goes on from where the task is.
    void begin() {
        lock.lock();
        try {
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// A wish is only ever raised.
    void desire(AssignedTask wish) {
        lock.lock();
        try {
            TaskState next = clamp(wish.desired());
            if (next.after(desired)) {
                desired = next;
                around.journal().assigned(wish, work.spec());
                if (!desired.before(TaskState.SHUTDOWN)) {
                    cutShort();
                }
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The leader does not list the task any more: stop it and forget it.
    void remove() {
        lock.lock();
        try {
            if (!removing) {
                removing = true;
                cutShort();
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets go of the task without touching what runs: beltd ends.
    void abandon() {
        lock.lock();
        try {
            closed = true;
            if (worker != null) {
                worker.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private static TaskState clamp(TaskState wish) {
        return wish.after(TaskState.SHUTDOWN) ? TaskState.SHUTDOWN : wish;
    }

    private void cutShort() {
        if (worker != null && doing.interruptible()) {
            worker.interrupt();
        }
    }

    private void wake() {
        if (!closed && worker == null && nextStep() != Step.NOTHING) {
            worker = Thread.ofVirtual().name("task " + work.id()).unstarted(this::run);
            worker.start();
        }
    }

    private Step nextStep() {
        Step next = Step.next(status.state(), desired, removing);
        return next == Step.WATCH && watching ? Step.NOTHING : next;
    }

    private void run() {
        while (true) {
            Step step;
            lock.lock();
            try {
                step = closed ? Step.NOTHING : nextStep();
                doing = step;
                if (step == Step.NOTHING) {
                    worker = null;
                    return;
                }
            } finally {
                lock.unlock();
            }
            if (!attempt(step)) {
                return;
            }
        }
    }

    /// @return whether to look for the next step at once
    private boolean attempt(Step step) {
        try {
            carryOut(step);
            settle();
            return step != Step.REMOVE;
        } catch (InterruptedException e) {
            settle();
            return true; // the wish changed, or beltd ends: the next look tells
        } catch (BeltException.Unreachable e) {
            settle();
            LOG.info("Task {} tries again in 1 s: {}", work.name(), e.getMessage());
            return retryLater();
        } catch (BeltException e) {
            settle();
            return failed(step, e.getMessage() == null ? e.code().id() : e.getMessage());
        } catch (RuntimeException e) { // outermost frame of this thread
            settle();
            LOG.error("Task {} failed in an unexpected way", work.name(), e);
            return failed(step, "internal: " + e);
        }
    }

    /// From here on nobody interrupts, and an interrupt that came too late is gone.
    private void settle() {
        lock.lock();
        try {
            doing = Step.NOTHING;
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    private void carryOut(Step step) throws InterruptedException {
        if (controller == null) {
            withoutController(step);
            return;
        }
        switch (step) {
            case NOTHING -> {}
            case ACCEPT -> reached(TaskState.ACCEPTED, null);
            case PREPARE -> {
                reached(TaskState.PREPARING, null);
                reached(TaskState.READY, controller.prepare());
            }
            case START -> {
                reached(TaskState.STARTING, null);
                reached(TaskState.RUNNING, controller.start());
            }
            case WATCH -> watch(controller);
            case STOP -> reached(TaskState.SHUTDOWN, controller.stop());
            case REMOVE -> {
                controller.stop();
                controller.remove();
                around.journal().removed(work.id());
                onRemoved.run();
            }
        }
    }

    private void withoutController(Step step) {
        if (step == Step.REMOVE) {
            around.journal().removed(work.id());
            onRemoved.run();
        } else if (step == Step.STOP) {
            reached(TaskState.SHUTDOWN, Observation.NONE);
        } else {
            throw new BeltException.Bug("task " + work.name() + " has no controller for " + step);
        }
    }

    private void watch(Controller running) {
        lock.lock();
        try {
            watching = true;
        } finally {
            lock.unlock();
        }
        running.exit()
                .whenComplete((exit, failure) -> {
                    if (exit != null) {
                        ended(exit);
                    } else if (failure != null) {
                        ended(new Exit(0, reason(failure), Observation.NONE));
                    }
                });
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private void ended(Exit exit) {
        lock.lock();
        try {
            // Once it is being stopped its end is no failure: the step STOP reports SHUTDOWN.
            boolean stopping = removing || !desired.before(TaskState.SHUTDOWN);
            if (closed || stopping || status.state() != TaskState.RUNNING) {
                return;
            }
            boolean well = exit.error().isEmpty();
            TaskState state = well ? TaskState.COMPLETE : TaskState.FAILED;
            Observation seen = exit.seen();
            emit(
                    new TaskStatus(
                            state,
                            around.clock().instant(),
                            well ? state.message() : status.message(),
                            exit.error(),
                            seen.container() == null ? status.container() : seen.container(),
                            seen.ports()));
        } finally {
            lock.unlock();
        }
    }

    private void reached(TaskState state, @Nullable Observation seen) {
        lock.lock();
        try {
            if (closed || status.state() == state) {
                return;
            }
            emit(
                    new TaskStatus(
                            state,
                            around.clock().instant(),
                            state.message(),
                            "",
                            seen == null || seen.container() == null
                                    ? status.container()
                                    : seen.container(),
                            seen == null ? status.ports() : seen.ports()));
        } finally {
            lock.unlock();
        }
    }

    /// @return whether to look for the next step at once
    private boolean failed(Step step, String error) {
        if (step == Step.REMOVE) {
            LOG.warn("What is left of task {} cannot be removed yet: {}", work.name(), error);
            return retryLater();
        }
        lock.lock();
        try {
            if (!closed) {
                boolean early = status.state().before(TaskState.STARTING);
                LOG.info("Task {} failed: {}", work.name(), error);
                emit(
                        new TaskStatus(
                                early ? TaskState.REJECTED : TaskState.FAILED,
                                around.clock().instant(),
                                status.message(),
                                error,
                                status.container(),
                                status.ports()));
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void emit(TaskStatus next) {
        status = next;
        around.journal().status(work.id(), next);
        around.sink().report(work.id(), next);
    }

    private boolean retryLater() {
        lock.lock();
        try {
            worker = null;
        } finally {
            lock.unlock();
        }
        around.timer().after(RETRY, this::begin);
        return false;
    }
}
