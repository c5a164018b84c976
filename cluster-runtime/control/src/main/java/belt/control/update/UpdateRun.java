package belt.control.update;

import belt.control.slot.SlotKey;
import belt.model.FailureAction;
import belt.model.Service;
import belt.model.TaskId;
import belt.model.UpdateConfig;
import belt.model.UpdateOrder;
import belt.model.UpdateStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A rolling change under way, in the leader's memory. A new leader begins anew with the slots that are still stale.
final class UpdateRun {
    private static final Duration DEFAULT_MONITOR = Duration.ofSeconds(5);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// One slot being changed: it waits for the new task, and then for the delay.
    static final class Worker {
        TaskId task;
        @Nullable Instant restUntil;

        Worker(TaskId task) {
            this.task = task;
        }
    }

    final long specVersion;
    final UpdateConfig config;
    final int stale;
    final Deque<SlotKey> queue;
    final Map<SlotKey, Worker> workers = new LinkedHashMap<>();

    /// Tasks that this run made, by when they ran; EPOCH while they do not yet.
    final Map<TaskId, Instant> made = new HashMap<>();

    int failures;

    /// Set by a failure: workers finish, no new slot is begun.
    boolean stopped;

    @Nullable Instant finishAt;

    UpdateRun(Service service, boolean rollingBack, Collection<SlotKey> stale) {
        this.specVersion = service.specVersion();
        UpdateConfig said = rollingBack ? service.spec().rollback() : service.spec().update();
        this.config = said == null ? UpdateConfig.DEFAULT : said;
        this.stale = stale.size();
        this.queue = new ArrayDeque<>(stale);
    }

    static boolean rollingBack(@Nullable UpdateStatus status) {
        return status != null
                && (status.state() == UpdateStatus.State.ROLLBACK_STARTED
                        || status.state() == UpdateStatus.State.ROLLBACK_PAUSED
                        || status.state() == UpdateStatus.State.ROLLBACK_COMPLETED);
    }

    boolean startFirst() {
        return config.order() == UpdateOrder.START_FIRST;
    }

    FailureAction onFailure() {
        FailureAction action = config.failureAction();
        return action == null ? FailureAction.PAUSE : action;
    }

    Duration monitor() {
        Duration said = config.monitor();
        return said == null || said.isZero() ? DEFAULT_MONITOR : said;
    }

    /// How long the last new tasks are watched before the change counts as done.
    Duration watchAtEnd() {
        return config.delay().compareTo(monitor()) >= 0 ? config.delay().plus(SECOND) : monitor();
    }

    boolean roomForWorker() {
        boolean room = config.parallelism() == 0 || workers.size() < config.parallelism();
        return room && !stopped && !queue.isEmpty();
    }

    /// Counts a task that ended.
    ///
    /// @return whether this makes one failure too many
    boolean countsAsFailure(TaskId task, Instant now) {
        Instant ran = made.remove(task);
        boolean inTime =
                ran != null && (ran.equals(Instant.EPOCH) || ran.plus(monitor()).isAfter(now));
        if (!inTime || onFailure() == FailureAction.CONTINUE) {
            return false;
        }
        failures++;
        return (double) failures / stale > config.maxFailureRatio();
    }
}
