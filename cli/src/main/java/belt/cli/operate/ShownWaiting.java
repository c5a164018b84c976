package belt.cli.operate;

import belt.cli.term.Interrupts;
import belt.cli.term.Progress;
import belt.core.Deadline;
import belt.provider.Waiting;
import java.time.Duration;

/// Waits in earnest, says what for where it takes long, and ends when the operator wants an end.
///
/// @param progress where it is shown
/// @param interrupts Ctrl-C
record ShownWaiting(Progress progress, Interrupts interrupts) implements Waiting {
    private static final Duration WORTH_SAYING = Duration.ofSeconds(6);
    private static final Duration LOOK = Duration.ofMillis(200);

    @Override
    public void pause(Duration time, String why) throws InterruptedException {
        if (time.compareTo(WORTH_SAYING) > 0) {
            progress.note("waiting " + time.toSeconds() + " s: " + why);
        }
        Deadline deadline = Deadline.in(time);
        while (!deadline.passed()) {
            interrupts.check();
            Duration left = deadline.left();
            Duration step = left.compareTo(LOOK) < 0 ? left : LOOK;
            Deadline.in(step).await(step, () -> false);
        }
    }
}
