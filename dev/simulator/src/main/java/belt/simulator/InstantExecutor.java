package belt.simulator;

import belt.agent.task.Controller;
import belt.agent.task.Executor;
import belt.agent.task.Exit;
import belt.agent.task.Observation;
import belt.agent.task.TaskWork;
import belt.engine.LogQuery;
import belt.model.TaskId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Runs nothing and says at once that it runs.
final class InstantExecutor implements Executor {
    private final AtomicLong started = new AtomicLong();

    /// How many tasks were started, on all nodes and since the beginning.
    long started() {
        return started.get();
    }

    @Override
    public Controller controller(TaskWork work) {
        return new InstantController();
    }

    @Override
    public void sweep(Predicate<TaskId> held) {}

    private final class InstantController implements Controller {
        private final CompletableFuture<Exit> exit = new CompletableFuture<>();

        @Override
        public Observation prepare() {
            return Observation.NONE;
        }

        @Override
        public Observation start() {
            started.incrementAndGet();
            return Observation.NONE;
        }

        @Override
        public CompletionStage<Exit> exit() {
            return exit;
        }

        @Override
        public Observation stop() {
            exit.complete(Exit.of(0, Observation.NONE));
            return Observation.NONE;
        }

        @Override
        public void remove() {}

        @Override
        public void logs(LogQuery query, LogQuery.Sink sink) {}
    }
}
