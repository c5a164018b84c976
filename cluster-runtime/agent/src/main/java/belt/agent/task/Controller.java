package belt.agent.task;

import belt.engine.LogQuery;
import java.util.concurrent.CompletionStage;

/// Runs one task. The task's runner calls one method at a time, but `logs`; each may be repeated after a failure or a
/// restart of beltd, and then finds what is there. Methods block on a virtual thread and end early when interrupted. A
/// {@link belt.core.BeltException.Unreachable} means: try again; any other exception is the task's end.
public interface Controller {
    /// Fetches what it needs and makes the container or the folder, without starting anything.
    Observation prepare() throws InterruptedException;

    /// Starts it and returns once it runs, and is healthy if it has a health check. What was started before is not
    /// started again.
    Observation start() throws InterruptedException;

    /// Completes when the task has ended by itself; at once if it has already. No thread waits for it. It completes
    /// exceptionally if nobody can find out what became of the task.
    CompletionStage<Exit> exit();

    /// Ends it with its stop signal, and by force when the grace time is over. What does not run is fine.
    Observation stop() throws InterruptedException;

    /// Removes what is left of it; called after `stop`.
    void remove() throws InterruptedException;

    /// Reads its log until the end, or with `follow` until the task has ended.
    void logs(LogQuery query, LogQuery.Sink sink) throws InterruptedException;
}
