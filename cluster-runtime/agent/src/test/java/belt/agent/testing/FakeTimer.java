package belt.agent.testing;

import belt.agent.timer.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Time that passes only when the test says so.
public final class FakeTimer implements Timer {
    private record Due(long atNanos, Runnable work) {}

    private final List<Due> planned = new ArrayList<>();
    private long now;

    @Override
    public synchronized Planned after(Duration delay, Runnable work) {
        var due = new Due(now + delay.toNanos(), work);
        planned.add(due);
        return () -> cancel(due);
    }

    private synchronized void cancel(Due due) {
        planned.remove(due);
    }

    /// Lets time pass and does what falls due, in order.
    public void pass(Duration time) {
        long until;
        synchronized (this) {
            until = now + time.toNanos();
        }
        for (Optional<Due> next = take(until); next.isPresent(); next = take(until)) {
            next.get().work().run();
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized Optional<Due> take(long until) {
        Optional<Due> next =
                planned.stream()
                        .filter(due -> due.atNanos() <= until)
                        .min(Comparator.comparingLong(Due::atNanos));
        next.ifPresent(due -> {
            planned.remove(due);
            now = Math.max(now, due.atNanos());
        });
        return next;
    }
}
