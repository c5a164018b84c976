package belt.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Null components were not said; the defaults are swarm-semantics §1.8's.
///
/// @param condition default ANY
/// @param delay default 5 s
/// @param maxAttempts 0 = without limit
/// @param window 0 = counts all restarts
public record RestartPolicy(
        @Nullable RestartCondition condition,
        @Nullable Duration delay,
        long maxAttempts,
        @Nullable Duration window) {
    /// Nothing said.
    public static final RestartPolicy DEFAULT = new RestartPolicy(null, null, 0, null);

    public RestartCondition conditionOrDefault() {
        return condition == null ? RestartCondition.ANY : condition;
    }

    public Duration delayOrDefault() {
        return delay == null ? Duration.ofSeconds(5) : delay;
    }
}
