package belt.agent.task;

import belt.model.TaskId;
import belt.model.TaskStatus;

/// Hears of every step that a task takes. Called in order for each task, while the task's lock is held: it must neither
/// block nor call back.
@FunctionalInterface
public interface StatusSink {
    void report(TaskId task, TaskStatus status);
}
