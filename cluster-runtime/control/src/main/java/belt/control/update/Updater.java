package belt.control.update;

import belt.control.restart.RestartSupervisor;
import belt.control.slot.Board;
import belt.control.slot.Decisions;
import belt.control.slot.ServiceSlots;
import belt.control.slot.Slot;
import belt.control.slot.SlotKey;
import belt.control.slot.Timers;
import belt.control.update.UpdateRun.Worker;
import belt.model.Availability;
import belt.model.FailureAction;
import belt.model.Node;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.UpdateStatus;
import belt.model.UpdateStatus.State;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rolls a changed spec out over a service's slots (swarm-semantics §2.5). Part of the orchestrator's loop.
public final class Updater {
    private static final Logger LOG = LoggerFactory.getLogger(Updater.class);

    private final Board board;
    private final Decisions decisions;
    private final RestartSupervisor restarts;
    private final Timers timers;
    private final Map<ServiceId, UpdateRun> runs = new HashMap<>();

    public Updater(Board board, Decisions decisions, RestartSupervisor restarts, Timers timers) {
        this.board = board;
        this.decisions = decisions;
        this.restarts = restarts;
        this.timers = timers;
    }

    public void forget(ServiceId service) {
        runs.remove(service);
    }

    /// Whether a change is under way in this slot.
    public boolean working(ServiceSlots slots, Slot slot) {
        UpdateRun run = runs.get(slots.service().id());
        return run != null && run.workers.containsKey(slot.key());
    }

    /// Begins, goes on or ends a change, after the service was reconciled as a whole.
    ///
    /// @param standing the slots that the service has
    public void consider(ServiceSlots slots, Collection<Slot> standing) {
        Service service = slots.service();
        UpdateStatus status = decisions.status(service);
        if (frozen(status) || decisions.replacing(service)) {
            return;
        }
        UpdateRun run = runs.get(service.id());
        if (run != null && run.specVersion == service.specVersion()) {
            advance(slots, run, standing);
            return;
        }
        runs.remove(service.id());
        List<SlotKey> stale =
                standing.stream()
                        .filter(slot -> open(slots, slot) && stale(slots, slot))
                        .map(Slot::key)
                        .toList();
        if (stale.isEmpty()) {
            complete(service, status);
            return;
        }
        if (status == null) {
            decisions.status(service, UpdateTexts.started(decisions.now()));
        }
        run = new UpdateRun(service, UpdateRun.rollingBack(status), stale);
        runs.put(service.id(), run);
        LOG.info("updating {}: {} slots", service.spec().name(), stale.size());
        advance(slots, run, List.of());
    }

    /// Goes on with the change, if there is one.
    public void advance(ServiceSlots slots, Collection<Slot> touched) {
        UpdateRun run = runs.get(slots.service().id());
        if (run != null && run.specVersion == slots.service().specVersion()) {
            advance(slots, run, touched);
        }
    }

    private void advance(ServiceSlots slots, UpdateRun run, Collection<Slot> touched) {
        for (Slot slot : List.copyOf(touched)) {
            lookForFailures(slots, run, slot);
            stopStragglers(slots, run, slot);
        }
        for (SlotKey key : List.copyOf(run.workers.keySet())) {
            step(slots, run, key);
        }
        while (run.roomForWorker()) {
            SlotKey key = run.queue.remove();
            slots.slot(key)
                    .filter(slot -> open(slots, slot))
                    .ifPresent(slot -> begin(slots, run, slot));
        }
        finish(slots, run);
    }

    /// A global service's slot may have closed since: its node was drained, paused, or lost a label.
    private boolean open(ServiceSlots slots, Slot slot) {
        Node node = board.node(slot.key().node());
        return !slots.global()
                || (node != null
                        && node.spec().availability() == Availability.ACTIVE
                        && !node.invalid()
                        && board.meetsConstraints(slots.service(), node));
    }

    private void step(ServiceSlots slots, UpdateRun run, SlotKey key) {
        Worker worker = run.workers.get(key);
        if (worker == null) {
            return;
        }
        Optional<Slot> slot = slots.slot(key);
        slot.ifPresent(some -> followMove(slots, worker, some));
        Task task = slot.flatMap(some -> some.find(worker.task)).orElse(null);
        if (worker.restUntil == null) {
            boolean arrived = task == null || !task.state().before(TaskState.RUNNING);
            if (!arrived) {
                return;
            }
            if (task != null && task.state() == TaskState.RUNNING && slot.isPresent()) {
                run.made.computeIfPresent(worker.task, (_, _) -> decisions.now());
                stopOthers(slots, slot.get(), task);
            }
            worker.restUntil = decisions.now().plus(run.config.delay());
            timers.add(worker.restUntil, slots.service().id(), null);
        }
        if (!decisions.now().isBefore(worker.restUntil)) {
            run.workers.remove(key);
        }
    }

    /// The new task may have lost its node before it ran: then its successor is the one to wait for.
    private void followMove(ServiceSlots slots, Worker worker, Slot slot) {
        boolean moved =
                slot.find(worker.task)
                        .filter(task -> !task.state().terminal() && !decisions.live(task))
                        .isPresent();
        if (moved) {
            decisions.live(slot).stream()
                    .filter(task -> board.fresh(slots.service(), task))
                    .findFirst()
                    .ifPresent(next -> worker.task = next.id());
        }
    }

    private void begin(ServiceSlots slots, UpdateRun run, Slot slot) {
        Task ready = null;
        for (Task task : decisions.live(slot)) {
            boolean usable =
                    !task.state().terminal()
                            && board.fresh(slots.service(), task)
                            && !board.onInvalidNode(task);
            if (usable && decisions.desired(task) == TaskState.RUNNING) {
                stopOthers(slots, slot, task);
                run.workers.put(slot.key(), new Worker(task.id()));
                step(slots, run, slot.key());
                return;
            }
            if (usable) {
                ready = task;
            }
        }
        if (ready != null) {
            stopOthers(slots, slot, ready);
            restarts.startLater(slots, slot, ready, decisions.now());
            run.workers.put(slot.key(), new Worker(ready.id()));
            return;
        }
        Task next = successor(slots, run, slot);
        run.made.put(next.id(), Instant.EPOCH);
        run.workers.put(slot.key(), new Worker(next.id()));
    }

    private Task successor(ServiceSlots slots, UpdateRun run, Slot slot) {
        if (run.startFirst()) {
            // an update that this one overtook may have left two
            decisions.live(slot).stream()
                    .max(Comparator.comparing(old -> old.state() == TaskState.RUNNING))
                    .ifPresent(old -> stopOthers(slots, slot, old));
            return decisions.create(slots, slot.key(), TaskState.RUNNING);
        }
        decisions.live(slot).forEach(old -> decisions.desire(slots, old, TaskState.SHUTDOWN));
        return restarts.replace(slots, slots.slotAt(slot.key()), decisions.now());
    }

    private void stopOthers(ServiceSlots slots, Slot slot, Task keep) {
        for (Task other : decisions.live(slot)) {
            if (!other.id().equals(keep.id())) {
                decisions.desire(slots, other, TaskState.SHUTDOWN);
            }
        }
    }

    /// A task that was given up before it was placed may come back, placed after all.
    private void stopStragglers(ServiceSlots slots, UpdateRun run, Slot slot) {
        Worker worker = run.workers.get(slot.key());
        if (worker != null && !run.startFirst()) {
            slot.find(worker.task).ifPresent(next -> stopOthers(slots, slot, next));
        }
    }

    private void lookForFailures(ServiceSlots slots, UpdateRun run, Slot slot) {
        for (Task task : slot.tasks()) {
            boolean byItself =
                    task.state() == TaskState.COMPLETE
                            || task.state() == TaskState.FAILED
                            || task.state() == TaskState.REJECTED;
            if (byItself
                    && run.made.containsKey(task.id())
                    && run.countsAsFailure(task.id(), decisions.now())
                    && !run.stopped) {
                run.stopped = true;
                stop(slots.service(), run, task);
            }
        }
    }

    private void stop(Service service, UpdateRun run, Task failed) {
        UpdateStatus status = decisions.status(service);
        boolean asked = run.onFailure() == FailureAction.ROLLBACK;
        if (asked && !UpdateRun.rollingBack(status) && service.previousSpec() != null) {
            rollBack(service, UpdateTexts.rolledBack(status, failed.id(), decisions.now()));
            return;
        }
        UpdateStatus paused = UpdateTexts.paused(status, failed.id(), decisions.now(), asked);
        LOG.info("{}: {}", service.spec().name(), paused.message());
        decisions.status(service, paused);
    }

    /// Puts the previous spec back; there is no way back from there (swarm-semantics §2.2).
    private void rollBack(Service service, UpdateStatus status) {
        LOG.info("{}: {}", service.spec().name(), status.message());
        var spec = Objects.requireNonNull(service.previousSpec());
        var back =
                new Service(
                        service.id(),
                        service.meta(),
                        spec,
                        0,
                        null,
                        0,
                        board.ports(service, spec),
                        status,
                        service.jobIteration());
        decisions.replace(service, back, () -> rolledBackOrNot(service.id()));
    }

    /// A user's change may have come first: then that one is rolled out.
    private void rolledBackOrNot(ServiceId service) {
        ServiceSlots slots = board.service(service);
        if (slots != null) {
            slots.touchWhole();
        }
    }

    private void finish(ServiceSlots slots, UpdateRun run) {
        if (!run.workers.isEmpty() || (!run.queue.isEmpty() && !run.stopped)) {
            run.finishAt = null;
            return;
        }
        Service service = slots.service();
        if (run.stopped) {
            runs.remove(service.id());
            return;
        }
        Instant now = decisions.now();
        if (run.finishAt == null) {
            run.finishAt = now.plus(run.watchAtEnd());
            timers.add(run.finishAt, service.id(), null);
        }
        if (!now.isBefore(run.finishAt)) {
            runs.remove(service.id());
            complete(service, decisions.status(service));
            slots.touchWhole();
        }
    }

    private void complete(Service service, @Nullable UpdateStatus status) {
        if (status != null
                && (status.state() == State.UPDATING || status.state() == State.ROLLBACK_STARTED)) {
            UpdateStatus completed = UpdateTexts.completed(status, decisions.now());
            LOG.info("{}: {}", service.spec().name(), completed.message());
            decisions.status(service, completed);
        }
    }

    private static boolean frozen(@Nullable UpdateStatus status) {
        return status != null
                && (status.state() == State.PAUSED || status.state() == State.ROLLBACK_PAUSED);
    }

    /// Whether the slot must be changed: it has a task of another kind, or more than one.
    private boolean stale(ServiceSlots slots, Slot slot) {
        List<Task> live = decisions.live(slot);
        if (live.size() > 1) {
            return true;
        }
        if (live.size() == 1) {
            return !board.fresh(slots.service(), live.getFirst());
        }
        return Slot.newest(slot.tasks())
                .filter(last -> decisions.desired(last) != TaskState.REMOVE)
                .filter(last -> restarts.ended(slots, slot, last))
                .filter(last -> !board.fresh(slots.service(), last))
                .isPresent();
    }
}
