package belt.control.dispatcher;

import java.time.Duration;

/// The dispatcher's times.
///
/// @param graceBeats how many heartbeat periods a node may be silent before it is DOWN (swarm-semantics §4.1: 3)
/// @param window how long news is gathered under load before it is sent, so that a node gets one message and not ten
/// @param orphanAfter how long a DOWN node's tasks are waited for
public record DispatcherSettings(int graceBeats, Duration window, Duration orphanAfter) {
    /// As in production.
    public static final DispatcherSettings DEFAULT =
            new DispatcherSettings(3, Duration.ofMillis(4), Duration.ofHours(24));
}
