package belt.agent.session;

import belt.api.Message.TaskUpdate;
import belt.model.TaskId;
import belt.model.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Statuses that wait to be sent together: of each task the latest. Not for several threads.
final class StatusBatch {
    private final Map<TaskId, TaskStatus> pending = new LinkedHashMap<>();
    private boolean planned;

    void put(TaskId task, TaskStatus status) {
        pending.put(task, status);
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    /// Whether nobody has planned to send it yet; from now on somebody has.
    boolean plan() {
        boolean first = !planned;
        planned = true;
        return first;
    }

    /// The plan has come to its end, whether something is sent or not.
    void unplan() {
        planned = false;
    }

    /// What waits, which does not wait any longer.
    List<TaskUpdate> take() {
        var batch = new ArrayList<TaskUpdate>(pending.size());
        pending.forEach((id, status) -> batch.add(new TaskUpdate(id, status)));
        pending.clear();
        return batch;
    }

    void clear() {
        pending.clear();
    }
}
