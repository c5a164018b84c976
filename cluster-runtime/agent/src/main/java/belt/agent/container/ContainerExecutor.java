package belt.agent.container;

import belt.agent.problem.AgentProblem;
import belt.agent.task.Controller;
import belt.agent.task.Executor;
import belt.agent.task.StartGate;
import belt.agent.task.TaskWork;
import belt.agent.timer.Timer;
import belt.core.BeltException;
import belt.engine.DockerEngine;
import belt.model.ContainerSpec;
import belt.model.NodeId;
import belt.model.TaskId;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks as containers of the node's engine.
public final class ContainerExecutor implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerExecutor.class);

    private final DockerEngine engine;
    private final NodeId node;
    private final ContainerWatch watch;
    private final ImagePulls images;
    private final StartGate gate;

    public ContainerExecutor(DockerEngine engine, NodeId node, StartGate gate, Timer timer) {
        this.engine = engine;
        this.node = node;
        this.gate = gate;
        this.watch = new ContainerWatch(engine, timer);
        this.images = new ImagePulls(engine);
    }

    @Override
    public Controller controller(TaskWork work) {
        ContainerSpec spec = work.spec().task().container();
        if (!spec.secrets().isEmpty() || !spec.configs().isEmpty()) {
            throw new BeltException.InvalidInput(
                    AgentProblem.UNSUPPORTED,
                    "service "
                            + work.spec().name()
                            + " uses secrets or configs, which this version does not bring to nodes yet");
        }
        return new ContainerController(work, engine, watch, images, gate);
    }

    @Override
    public void sweep(Predicate<TaskId> held) throws InterruptedException {
        for (Map.Entry<String, Map<String, String>> found :
                engine.list(TaskLabels.ofNode(node)).entrySet()) {
            String task = found.getValue().getOrDefault(TaskLabels.TASK_ID, "");
            if (!held.test(new TaskId(task))) {
                LOG.info(
                        "Removing container {} of task {}, which is not ours any more",
                        found.getKey(),
                        task);
                engine.stop(found.getKey());
                engine.remove(found.getKey());
            }
        }
    }

    /// Stops watching; the containers go on.
    @Override
    public void close() {
        watch.close();
    }
}
