package belt.agent.task;

import belt.agent.problem.AgentProblem;
import belt.core.BeltException;
import belt.model.TaskId;
import belt.model.TaskRuntime;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each task to the executor of its runtime.
public final class RuntimeExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeExecutor.class);

    private final Map<TaskRuntime, Executor> executors;

    public RuntimeExecutor(Map<TaskRuntime, Executor> executors) {
        this.executors = Map.copyOf(executors);
    }

    @Override
    public Controller controller(TaskWork work) {
        Executor executor = executors.get(work.spec().task().runtime());
        if (executor == null) {
            throw new BeltException.NotFound(
                    AgentProblem.NO_ENGINE,
                    "node "
                            + work.node().hostname()
                            + " has no container engine for service "
                            + work.spec().name());
        }
        return executor.controller(work);
    }

    @Override
    public void sweep(Predicate<TaskId> held) throws InterruptedException {
        for (Executor each : List.copyOf(executors.values())) {
            try {
                each.sweep(held);
            } catch (BeltException e) { // one runtime's trouble must not keep the other's leftovers
                LOG.info("Leftovers of former tasks stay for now: {}", e.getMessage());
            }
        }
    }
}
