package belt.agent.testing;

import belt.core.Deadline;
import java.time.Duration;

/// Waits for a condition with a generous deadline.
public final class Wait {
    private Wait() {}

    public static void until(String what, Deadline.Condition condition)
            throws InterruptedException {
        if (!Deadline.in(Duration.ofSeconds(20)).await(Duration.ofMillis(2), condition)) {
            throw new AssertionError("within 20 s not: " + what);
        }
    }
}
