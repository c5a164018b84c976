package belt.agent.testing;

import belt.agent.task.Controller;
import belt.agent.task.Executor;
import belt.agent.task.Exit;
import belt.agent.task.Observation;
import belt.agent.task.TaskWork;
import belt.core.BeltException;
import belt.engine.EngineProblem;
import belt.engine.LogQuery;
import belt.model.ContainerStatus;
import belt.model.TaskId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node's runtime without containers: it remembers what runs, as an engine does, over any number of controllers.
public final class FakeExecutor implements Executor {
    /// One task's life.
    public static final class Box {
        public final List<String> calls = new CopyOnWriteArrayList<>();
        public final CompletableFuture<Exit> exit = new CompletableFuture<>();
        public volatile boolean runs;
        public volatile @Nullable String prepareFailure;
        public volatile @Nullable String startFailure;
        public final java.util.concurrent.atomic.AtomicInteger unreachable =
                new java.util.concurrent.atomic.AtomicInteger();
        public volatile @Nullable CountDownLatch slowPrepare;
    }

    private final Map<TaskId, Box> boxes = new ConcurrentHashMap<>();

    public Box box(String task) {
        return boxes.computeIfAbsent(new TaskId(task), _ -> new Box());
    }

    @Override
    public Controller controller(TaskWork work) {
        return new Fake(box(work.id().value()));
    }

    @Override
    public void sweep(Predicate<TaskId> held) {
        boxes.keySet().removeIf(id -> !held.test(id));
    }

    private record Fake(Box box) implements Controller {
        @Override
        public Observation prepare() throws InterruptedException {
            box.calls.add("prepare");
            if (box.unreachable.getAndDecrement() > 0) {
                throw new BeltException.Unreachable(EngineProblem.UNREACHABLE, "no engine");
            }
            CountDownLatch slow = box.slowPrepare;
            if (slow != null) {
                slow.await();
            }
            failIf(box.prepareFailure);
            return seen(0);
        }

        @Override
        public Observation start() {
            box.calls.add("start");
            failIf(box.startFailure);
            box.runs = true;
            return seen(42);
        }

        @Override
        public CompletionStage<Exit> exit() {
            box.calls.add("exit");
            return box.exit;
        }

        @Override
        public Observation stop() {
            box.calls.add("stop");
            box.runs = false;
            return seen(0);
        }

        @Override
        public void remove() {
            box.calls.add("remove");
        }

        @Override
        public void logs(LogQuery query, LogQuery.Sink sink) throws InterruptedException {
            sink.line(1, "hello\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        private static Observation seen(long pid) {
            return new Observation(new ContainerStatus("c1", pid, 0), List.of());
        }

        private static void failIf(@Nullable String text) {
            if (text != null) {
                throw new BeltException.OperationFailed(EngineProblem.FAILED, text);
            }
        }
    }
}
