package belt.store;

import belt.model.NodeId;
import belt.model.NodeStatus;
import belt.model.Task;
import belt.model.TaskId;
import belt.model.TaskStatus;

/// A change of the leader's soft state: seen by readers and watchers like any other, written nowhere, gone with the
/// leadership (swarm-semantics §12.8, ideas 2, 3, 9 and 14).
public sealed interface SoftChange {
    /// A task that waits for its allocation or its node: it must be below ASSIGNED.
    record PutTask(Task task) implements SoftChange {}

    /// Forgets such a task.
    record DropTask(TaskId id) implements SoftChange {}

    /// Progress between ASSIGNED and RUNNING, or the reason why a task waits. Ignored unless it advances the task, or
    /// keeps its state and changes the text.
    record TaskProgress(TaskId id, TaskStatus status) implements SoftChange {}

    /// READY, DISCONNECTED or UNKNOWN; DOWN is replicated instead. The address is not taken from here.
    record NodeSeen(NodeId id, NodeStatus status) implements SoftChange {}
}
