package belt.agent.task;

import belt.api.Message.AssignedTask;
import belt.model.ServiceSpec;
import belt.model.TaskId;
import belt.model.TaskStatus;
import java.util.List;

/// Remembers tasks over a restart of beltd. Writing never blocks; what was written last may be lost with the machine's
/// power, and is then found out again from the engine and the leader.
public interface TaskJournal {
    /// A task as it was remembered.
    record Held(AssignedTask task, ServiceSpec spec, TaskStatus status) {}

    /// Remembers nothing: for simulated nodes.
    TaskJournal NONE =
            new TaskJournal() {
                @Override
                public void assigned(AssignedTask task, ServiceSpec spec) {}

                @Override
                public void status(TaskId task, TaskStatus status) {}

                @Override
                public void removed(TaskId task) {}

                @Override
                public List<Held> tasks() {
                    return List.of();
                }
            };

    /// A task is held, or its desired state changed.
    void assigned(AssignedTask task, ServiceSpec spec);

    void status(TaskId task, TaskStatus status);

    void removed(TaskId task);

    /// What was held when it was opened.
    List<Held> tasks();
}
