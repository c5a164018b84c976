package belt.control.update;

import belt.model.TaskId;
import belt.model.UpdateStatus;
import belt.model.UpdateStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The statuses of a rolling change with Swarm's texts (swarm-semantics §2.3).
public final class UpdateTexts {
    private UpdateTexts() {}

    static UpdateStatus started(Instant now) {
        return new UpdateStatus(State.UPDATING, now, null, "update in progress");
    }

    static UpdateStatus completed(UpdateStatus before, Instant now) {
        boolean back = before.state() == State.ROLLBACK_STARTED;
        return new UpdateStatus(
                back ? State.ROLLBACK_COMPLETED : State.COMPLETED,
                before.startedAt(),
                now,
                back ? "rollback completed" : "update completed");
    }

    /// @param asked whether the roll-back's own failure action is another roll-back, which cannot be
    static UpdateStatus paused(
            @Nullable UpdateStatus before, TaskId task, Instant now, boolean asked) {
        boolean back = UpdateRun.rollingBack(before);
        return new UpdateStatus(
                back ? State.ROLLBACK_PAUSED : State.PAUSED,
                before == null ? now : before.startedAt(),
                null,
                (back && asked ? "rollback paused" : "update paused") + because(task));
    }

    static UpdateStatus rolledBack(@Nullable UpdateStatus before, TaskId task, Instant now) {
        return new UpdateStatus(
                State.ROLLBACK_STARTED,
                before == null ? now : before.startedAt(),
                null,
                "update rolled back" + because(task));
    }

    /// Of a roll-back that a person asked for.
    public static UpdateStatus requested(Instant now) {
        return new UpdateStatus(State.ROLLBACK_STARTED, now, null, "manually requested rollback");
    }

    private static String because(TaskId task) {
        return " due to failure or early termination of task " + task;
    }
}
