package belt.provider.digitalocean.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// What goes wrong, on request, by the shape of a call: `POST /v2/droplets`. Safe from any thread.
public final class Faults {
    /// What may happen to a call.
    public enum Fault {
        /// Takes effect, and the connection ends before the answer.
        LOST_REPLY,
        /// Takes effect, and a proxy answers 502 with HTML.
        BAD_GATEWAY_AFTER,
        /// Does nothing, and a proxy answers 503 with HTML.
        UNAVAILABLE,
        /// Does nothing, 500 in JSON.
        SERVER_ERROR,
        /// Does nothing, 429 without Retry-After.
        TOO_MANY,
        /// Takes effect, and the answer is not JSON.
        GARBLED,
        /// Does nothing, the connection ends at once.
        CUT
    }

    private final Map<String, Queue<Fault>> planned = new HashMap<>();
    private boolean expired;
    private boolean limited = true;
    private Delays delays =
            new Delays(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(40),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(4));

    /// How long things take.
    ///
    /// @param known until a new id is found and listed
    /// @param active until a new droplet is active
    /// @param addressed until it has addresses
    /// @param action until an action is completed
    /// @param removed until a removed droplet leaves the listings
    public record Delays(
            Duration known,
            Duration active,
            Duration addressed,
            Duration action,
            Duration removed) {}

    /// The next calls of this shape go wrong.
    public synchronized void plan(String shape, Fault fault, int times) {
        Queue<Fault> queue = planned.computeIfAbsent(shape, _ -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            queue.add(fault);
        }
    }

    /// From now on the token counts as expired.
    public synchronized void expireToken() {
        expired = true;
    }

    /// Whether limits are enforced; they are unless told otherwise.
    public synchronized void limits(boolean enforced) {
        limited = enforced;
    }

    /// Everything is there at once.
    public synchronized void hurry() {
        delays(
                new Delays(
                        Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    public synchronized void delays(Delays given) {
        delays = given;
    }

    synchronized @Nullable Fault next(String shape) {
        Queue<Fault> queue = planned.get(shape);
        return queue == null ? null : queue.poll();
    }

    synchronized boolean expired() {
        return expired;
    }

    synchronized boolean limited() {
        return limited;
    }

    synchronized Delays delays() {
        return delays;
    }
}
