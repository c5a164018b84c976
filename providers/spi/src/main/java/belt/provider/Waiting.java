package belt.provider;

import belt.core.Deadline;
import java.time.Duration;

/// How to wait: in life by waiting, in a test by advancing a clock.
@FunctionalInterface
public interface Waiting {
    /// Waits this long.
    ///
    /// @param time how long; zero and less returns at once
    /// @param why what for, to be shown if it takes long: `rate limit of account work`, `addresses of 12 machines`
    void pause(Duration time, String why) throws InterruptedException;

    /// Waits in earnest and tells nobody.
    static Waiting real() {
        return (time, _) -> Deadline.in(time).await(time, () -> false);
    }
}
