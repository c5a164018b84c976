package belt.agent.task;

import belt.model.TaskState;

/// What to do next with a task (swarm-semantics §1.4).
enum Step {
    NOTHING,
    ACCEPT,
    PREPARE,
    START,
    WATCH,
    STOP,
    REMOVE;

    /// @param observed what it is
    /// @param desired what it should become; REMOVE counts as SHUTDOWN
    /// @param removing whether the leader does not list it any more
    static Step next(TaskState observed, TaskState desired, boolean removing) {
        if (removing) {
            return REMOVE;
        }
        if (!desired.before(TaskState.SHUTDOWN)) {
            return observed.terminal() ? NOTHING : STOP;
        }
        if (observed.terminal() || observed.after(desired)) {
            return NOTHING;
        }
        return switch (observed) {
            case NEW, PENDING, ASSIGNED -> desired.after(observed) ? ACCEPT : NOTHING;
            case ACCEPTED -> desired.after(observed) ? PREPARE : NOTHING;
            case PREPARING -> PREPARE;
            case READY -> desired.after(observed) ? START : NOTHING; // the pause point of updates
            case STARTING -> START;
            case RUNNING -> WATCH;
            case COMPLETE, SHUTDOWN, FAILED, REJECTED, REMOVE, ORPHANED -> NOTHING;
        };
    }

    /// Whether a wish to stop may cut it short: a pull can take minutes.
    boolean interruptible() {
        return this == PREPARE || this == START;
    }
}
