package belt.control.scheduler;

import belt.model.NodeId;
import belt.model.Task;
import belt.model.TaskId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The tasks without a place: those that any node may take, by spec, and those that were made for one node.
final class Waiting {
    private final Needs needs;
    private final Map<Need.Key, Group> groups = new LinkedHashMap<>();
    private final Map<NodeId, Map<TaskId, Task>> byNode = new HashMap<>();
    private Set<NodeId> readyNodes = new LinkedHashSet<>();

    Waiting(Needs needs) {
        this.needs = needs;
    }

    Collection<Group> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    /// Takes a task in, or its newer form. A new one is worth a try.
    void put(Task task) {
        NodeId node = task.nodeId();
        if (node != null) {
            boolean isNew =
                    byNode.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(task.id(), task)
                            == null;
            if (isNew && needs.acquire(task) != null) {
                readyNodes.add(node);
            }
            return;
        }
        Group group = groups.get(Needs.key(task));
        if (group != null && group.waiting.containsKey(task.id())) {
            group.waiting.put(task.id(), task);
            return;
        }
        Need need = needs.acquire(task);
        if (need != null) {
            if (group == null) {
                group = new Group(need);
                groups.put(need.key, group);
            }
            group.waiting.put(task.id(), task);
            group.ready = true;
        }
    }

    /// Forgets a task that waits no longer, and gives back its hold on its need.
    void remove(Task task) {
        Need need = needs.find(task);
        if (need != null && take(task)) {
            needs.release(need);
        }
    }

    /// Takes a task out for its placement, which keeps the hold.
    ///
    /// @return whether it waited
    boolean take(Task task) {
        NodeId node = task.nodeId();
        if (node != null) {
            Map<TaskId, Task> there = byNode.getOrDefault(node, Map.of());
            boolean waited = there.containsKey(task.id()) && there.remove(task.id()) != null;
            if (waited && there.isEmpty()) {
                byNode.remove(node);
            }
            return waited;
        }
        Group group = groups.get(Needs.key(task));
        if (group == null || group.waiting.remove(task.id()) == null) {
            return false;
        }
        if (group.waiting.isEmpty()) {
            groups.remove(group.need.key);
        }
        return true;
    }

    List<Task> on(NodeId node) {
        return List.copyOf(byNode.getOrDefault(node, Map.of()).values());
    }

    void tryNode(NodeId node) {
        if (byNode.containsKey(node)) {
            readyNodes.add(node);
        }
    }

    /// The nodes whose own tasks are worth a try; asking clears them.
    Set<NodeId> takeReadyNodes() {
        Set<NodeId> taken = readyNodes;
        readyNodes = new LinkedHashSet<>();
        return taken;
    }
}
