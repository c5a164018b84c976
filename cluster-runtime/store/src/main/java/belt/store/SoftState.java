package belt.store;

import belt.model.Node;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Task;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.util.List;

/// The leader's soft state, laid over the replicated tables.
final class SoftState {
    static final String LEADER_CHANGED =
            "Node moved to \"unknown\" state due to leadership change in cluster";

    private final Tables tables;

    SoftState(Tables tables) {
        this.tables = tables;
    }

    void apply(SoftChange change, List<Change> changes) {
        switch (change) {
            case SoftChange.PutTask(var task) -> put(task, changes);
            case SoftChange.DropTask(var id) ->
                    tables.task(id)
                            .filter(task -> task.number() == 0)
                            .ifPresent(task -> {
                                tables.remove(task);
                                changes.add(new Change.OfTask(task, null));
                            });
            case SoftChange.TaskProgress(var id, var status) ->
                    tables.task(id).ifPresent(task -> progress(task, status, changes));
            case SoftChange.NodeSeen(var id, var status) ->
                    tables.node(id).ifPresent(node -> seen(node, status, changes));
        }
    }

    private void put(Task task, List<Change> changes) {
        Task before = tables.task(task.id()).orElse(null);
        boolean stored = before != null && before.number() != 0;
        if (task.number() == 0 && !stored && tables.service(task.serviceId()).isPresent()) {
            tables.put(task);
            changes.add(new Change.OfTask(before, task));
        }
    }

    private void progress(Task task, TaskStatus status, List<Change> changes) {
        boolean replicated = !status.state().before(TaskState.RUNNING);
        boolean back = status.state().before(task.state());
        boolean beyond = task.number() == 0 && !status.state().before(TaskState.ASSIGNED);
        if (replicated || back || beyond || status.equals(task.status())) {
            return;
        }
        Task after = task.withStatus(status, task.meta());
        tables.put(after);
        changes.add(new Change.OfTask(task, after));
    }

    private void seen(Node node, NodeStatus seen, List<Change> changes) {
        // an address comes through the log (DescribeNode): a node that goes down keeps it there
        var status = new NodeStatus(seen.state(), seen.message(), node.status().address());
        if (node.status().state() == NodeState.DOWN
                || status.state() == NodeState.DOWN
                || status.equals(node.status())) {
            return; // DOWN comes and goes through the log
        }
        Node after = node.withStatus(status);
        tables.put(after);
        changes.add(new Change.OfNode(node, after));
    }

    void reset() {
        for (Task task : List.copyOf(tables.tasks())) {
            if (task.number() == 0) {
                tables.remove(task);
            } else {
                tables.put(replicated(task));
            }
        }
        for (Node node : List.copyOf(tables.nodes())) {
            tables.put(replicated(node));
        }
    }

    /// The task as the other managers know it.
    static Task replicated(Task task) {
        boolean soft =
                task.state().after(TaskState.ASSIGNED) && task.state().before(TaskState.RUNNING);
        return soft || task.state() == TaskState.ASSIGNED
                ? task.withStatus(
                        TaskStatus.of(TaskState.ASSIGNED, task.meta().createdAt()), task.meta())
                : task;
    }

    /// The node as the other managers know it.
    static Node replicated(Node node) {
        NodeStatus status = node.status();
        return status.state() == NodeState.DOWN
                ? node
                : node.withStatus(
                        new NodeStatus(NodeState.UNKNOWN, LEADER_CHANGED, status.address()));
    }
}
