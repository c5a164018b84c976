package belt.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a rolling change stands (swarm-semantics §2.3).
public record UpdateStatus(
        State state, Instant startedAt, @Nullable Instant completedAt, String message) {
    /// The states, in the API's words in lower case.
    public enum State {
        UPDATING,
        PAUSED,
        COMPLETED,
        ROLLBACK_STARTED,
        ROLLBACK_PAUSED,
        ROLLBACK_COMPLETED
    }
}
