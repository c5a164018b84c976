package belt.agent.container;

import belt.agent.task.Controller;
import belt.agent.task.Exit;
import belt.agent.task.Observation;
import belt.agent.task.StartGate;
import belt.agent.task.TaskWork;
import belt.core.BeltException;
import belt.engine.ContainerState;
import belt.engine.DockerEngine;
import belt.engine.EngineProblem;
import belt.engine.LogQuery;
import belt.model.ContainerStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One task as a container. The engine remembers everything: the container is found again by its name, which holds the
/// task's id, so nothing is lost with beltd.
final class ContainerController implements Controller, ContainerWatch.Watcher {
    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);

    private final TaskWork work;
    private final ContainerPlan plan;
    private final DockerEngine engine;
    private final ContainerWatch watch;
    private final ImagePulls images;
    private final StartGate gate;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable String made;
    private volatile boolean watching;
    private @Nullable ContainerState last;
    private boolean gone;

    ContainerController(
            TaskWork work,
            DockerEngine engine,
            ContainerWatch watch,
            ImagePulls images,
            StartGate gate) {
        this.work = work;
        this.plan = new ContainerPlan(work);
        this.engine = engine;
        this.watch = watch;
        this.images = images;
        this.gate = gate;
    }

    @Override
    public Observation prepare() throws InterruptedException {
        images.ensure(work.spec().task().container().image());
        try {
            String id = gate.within(() -> engine.create(plan.container()));
            made = id;
            return new Observation(new ContainerStatus(id, 0, 0), List.of());
        } catch (BeltException.Conflict | BeltException.NotFound e) {
            // Made by an attempt whose answer never reached us; its image may be gone since.
            return plan.observe(engine.find(work.name()).orElseThrow(() -> e));
        }
    }

    @Override
    public Observation start() throws InterruptedException {
        String id = made;
        if (id == null) {
            ContainerState state = require();
            listen(state.id());
            if (state.created()) {
                startWithin(state.id());
            }
        } else {
            listen(id);
            startWithin(id);
        }
        ContainerState running = awaitHealth(require());
        if (running.ended()) {
            seen(Optional.of(running)); // it may have ended before anybody listened
        }
        return plan.observe(running);
    }

    private void listen(String id) {
        watch.register(id, this);
        watching = true;
    }

    private void startWithin(String id) throws InterruptedException {
        made = null; // should this attempt be repeated, only the engine knows how far it came
        gate.within(() -> startOnce(id));
    }

    private boolean startOnce(String id) throws InterruptedException {
        try {
            engine.start(id);
            return true;
        } catch (BeltException.Unreachable e) {
            throw e;
        } catch (BeltException e) {
            throw new BeltException.OperationFailed(
                    EngineProblem.FAILED, "starting container failed: " + e.getMessage(), e);
        }
    }

    private ContainerState require() throws InterruptedException {
        return engine.find(work.name())
                .orElseThrow(() ->
                        new BeltException.NotFound(
                                EngineProblem.NO_SUCH, "No such container: " + work.name()));
    }

    private ContainerState awaitHealth(ContainerState first) throws InterruptedException {
        ContainerState state = first;
        lock.lock();
        try {
            while (state.awaitsHealth() && !state.unhealthy() && !state.ended() && !gone) {
                ContainerState newer = last;
                if (newer == null || newer.equals(state)) {
                    changed.await();
                } else {
                    state = newer;
                }
            }
        } finally {
            lock.unlock();
        }
        if (state.unhealthy() && !state.ended()) {
            throw new BeltException.OperationFailed(EngineProblem.FAILED, endUnhealthy().error());
        }
        return state;
    }

    @Override
    public void seen(Optional<ContainerState> container) {
        lock.lock();
        try {
            last = container.orElse(last);
            gone = container.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (container.isEmpty()) {
            exit.complete(new Exit(-1, "No such container: " + work.name(), Observation.NONE));
        } else if (container.get().ended()) {
            watch.unwatch(container.get().id());
            exit.complete(ended(container.get()));
        } else if (container.get().unhealthy()) {
            becameUnhealthy();
        }
    }

    private Exit ended(ContainerState state) {
        Exit plain = Exit.of(state.exitCode(), plan.observe(state));
        return state.error().isEmpty() || plain.error().isEmpty()
                ? plain
                : new Exit(plain.code(), plain.error() + ": " + state.error(), plain.seen());
    }

    /// A container that turned unhealthy is ended, as Swarm does, so that its replacement finds room.
    private void becameUnhealthy() {
        if (exit.isDone()) {
            return;
        }
        try {
            exit.complete(endUnhealthy());
        } catch (BeltException e) {
            exit.complete(new Exit(-1, "unhealthy container: " + e.getMessage(), Observation.NONE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Exit endUnhealthy() throws InterruptedException {
        Observation left = stop();
        int code = left.container() == null ? -1 : left.container().exitCode();
        return new Exit(
                code, "task: non-zero exit (" + code + "): dockerexec: unhealthy container", left);
    }

    @Override
    public CompletionStage<Exit> exit() {
        if (!watching) {
            Thread.ofVirtual().name("watch " + work.id()).start(this::beginWatch);
        }
        return exit;
    }

    /// Finds the container's id, by which events name it.
    private void beginWatch() {
        try {
            watch.watch(require().id(), this);
        } catch (BeltException.NotFound e) {
            seen(Optional.empty());
        } catch (BeltException.Unreachable e) {
            watch.later(this::exit);
        } catch (BeltException e) {
            exit.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Observation stop() throws InterruptedException {
        Optional<ContainerState> state = engine.find(work.name());
        if (state.isEmpty()) {
            return Observation.NONE;
        }
        if (state.get().ended() || state.get().created()) {
            return plan.observe(state.get());
        }
        Duration grace = work.spec().task().container().stopGracePeriod();
        engine.stop(state.get().id(), grace == null ? USUAL_GRACE : grace);
        return engine.find(work.name()).map(plan::observe).orElse(Observation.NONE);
    }

    @Override
    public void remove() throws InterruptedException {
        Optional<ContainerState> state = engine.find(work.name());
        if (state.isPresent()) {
            watch.unwatch(state.get().id());
            engine.remove(state.get().id());
        }
    }

    @Override
    public void logs(LogQuery query, LogQuery.Sink sink) throws InterruptedException {
        engine.logs(require(), query, sink);
    }
}
