package belt.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a change is rolled out; the same for roll-backs.
///
/// @param parallelism tasks at once; 0 = all
/// @param delay between two batches
/// @param failureAction default PAUSE
/// @param monitor how long a new task is watched; null = 5 s
/// @param maxFailureRatio 0…1
/// @param order default STOP_FIRST
public record UpdateConfig(
        long parallelism,
        Duration delay,
        @Nullable FailureAction failureAction,
        @Nullable Duration monitor,
        double maxFailureRatio,
        @Nullable UpdateOrder order) {
    /// Swarm's own default: one at a time.
    public static final UpdateConfig DEFAULT =
            new UpdateConfig(1, Duration.ZERO, null, null, 0, null);
}
