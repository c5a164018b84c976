package belt.agent.task;

import belt.model.TaskId;
import java.util.function.Predicate;

/// Makes controllers.
public interface Executor {
    /// The controller of a task. It neither blocks nor touches anything.
    ///
    /// @throws belt.core.BeltException if such a task can never run here
    Controller controller(TaskWork work);

    /// Removes what is left of tasks that this node does not hold any more, for example after its state was lost.
    ///
    /// @param held whether a task is held; asked after the leftover was seen
    void sweep(Predicate<TaskId> held) throws InterruptedException;
}
