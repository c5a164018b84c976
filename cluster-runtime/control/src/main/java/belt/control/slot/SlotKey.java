package belt.control.slot;

import belt.model.NodeId;
import belt.model.Task;
import org.jspecify.annotations.Nullable;

/// Names a slot within its service.
///
/// @param number of a replicated service's slot; 0 for global services
/// @param node of a global service's slot; null for replicated services
public record SlotKey(long number, @Nullable NodeId node) {
    public static SlotKey of(Task task, boolean global) {
        return global ? new SlotKey(0, task.nodeId()) : new SlotKey(task.slot(), null);
    }
}
