package belt.control.slot;

import belt.model.ServiceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Points in time at which a slot, or a service's update, must be looked at again. A timer that is no longer needed rings
/// for nothing: whoever is rung looks at the facts.
public final class Timers {
    /// @param slot null for the service's update
    public record Ring(Instant at, ServiceId service, @Nullable SlotKey slot) {}

    private final PriorityQueue<Ring> rings = new PriorityQueue<>(Comparator.comparing(Ring::at));

    public void add(Instant at, ServiceId service, @Nullable SlotKey slot) {
        rings.add(new Ring(at, service, slot));
    }

    public @Nullable Instant due() {
        Ring next = rings.peek();
        return next == null ? null : next.at();
    }

    /// Takes those that are due.
    public void ring(Instant now, Consumer<Ring> each) {
        for (Ring next = rings.peek();
                next != null && !next.at().isAfter(now);
                next = rings.peek()) {
            rings.poll();
            each.accept(next);
        }
    }

    public void clear() {
        rings.clear();
    }
}
