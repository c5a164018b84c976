package belt.control.scheduler;

import belt.model.Task;
import belt.model.TaskId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The tasks of one spec that wait for a node: looking at one is looking at all.
final class Group {
    final Need need;
    final Map<TaskId, Task> waiting = new LinkedHashMap<>();

    /// Whether it is worth a try.
    boolean ready;

    /// When the reason may be worked out again; null while it is right.
    @Nullable Instant explainAt;

    /// Not before, so that a reason that changes with every node is not written for every node.
    Instant nextReason = Instant.MIN;

    Group(Need need) {
        this.need = need;
    }
}
