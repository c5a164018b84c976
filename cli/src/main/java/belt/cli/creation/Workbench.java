package belt.cli.creation;

import belt.cli.term.Progress;
import belt.core.StopRequest;
import belt.provider.MachineProvider;
import belt.provider.Surroundings;
import java.time.Duration;
import java.time.Instant;

/// What a creation and its undoing work with.
///
/// @param provider where machines come from
/// @param ledger where everything is written down
/// @param around clock and waiting
/// @param progress shows how far each machine is
/// @param stop asked between two calls
/// @param parallel how many calls at once at most
/// @param patience how long to wait until machines are active
public record Workbench(
        MachineProvider provider,
        Ledger ledger,
        Surroundings around,
        Progress progress,
        StopRequest stop,
        int parallel,
        Duration patience) {
    /// How long a provider's listings may lag behind what was done, and a call whose reply was lost may still take effect.
    /// Only after that long is what a listing does not show taken for what is not there. A judgement: the vendors promise
    /// no figure; seconds are usual.
    static final Duration SETTLED = Duration.ofSeconds(30);

    /// How often to look. One listing serves all machines.
    static final Duration POLL = Duration.ofSeconds(5);

    Instant now() {
        return around.clock().instant();
    }

    void pause(String why) throws InterruptedException {
        around.waiting().pause(POLL, why);
    }

    /// Whether what happened then shows in listings by now.
    boolean settledSince(Instant then) {
        return then.equals(Instant.MIN) || !now().isBefore(then.plus(SETTLED));
    }
}
