package belt.agent.container;

import belt.agent.task.TaskWork;
import belt.model.NodeId;
import java.util.HashMap;
import java.util.Map;

/// The labels by which a container is known as a task's (swarm-semantics §1.5). They win over the spec's own.
final class TaskLabels {
    static final String TASK_ID = "com.docker.swarm.task.id";
    private static final String NODE_ID = "com.docker.swarm.node.id";

    private TaskLabels() {}

    static Map<String, String> of(TaskWork work) {
        var labels = new HashMap<>(work.spec().task().container().labels());
        labels.put("com.docker.swarm.task", "");
        labels.put(TASK_ID, work.id().value());
        labels.put("com.docker.swarm.task.name", work.name());
        labels.put(NODE_ID, work.node().id().value());
        labels.put("com.docker.swarm.service.id", work.task().serviceId().value());
        labels.put("com.docker.swarm.service.name", work.spec().name());
        return labels;
    }

    static String ofNode(NodeId node) {
        return NODE_ID + "=" + node;
    }
}
