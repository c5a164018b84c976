package belt.provider.limit;

import java.time.Duration;

/// At most so many calls in any stretch of time of this length. Each call counts from when it was made (a sliding window).
///
/// @param length how long, more than zero
/// @param calls how many, at least 1
public record Window(Duration length, int calls) {
    public Window {
        if (!length.isPositive() || calls < 1) {
            throw new IllegalArgumentException(calls + " calls in " + length);
        }
    }
}
