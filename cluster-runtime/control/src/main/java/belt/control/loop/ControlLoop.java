package belt.control.loop;

import belt.store.Change;
import belt.store.Store;
import belt.store.Watch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One control loop of the leader: an initial pass, then reactions to changes (SwarmKit's shape). A loop is driven by
/// one thread at a time and needs no locks. It talks to others only through the store.
public interface ControlLoop {
    /// For the thread's name and the log.
    String name();

    /// Forgets everything, reads the store anew and begins to watch it. Called first, and again whenever the picture may
    /// be wrong: after a failed proposal, a loaded snapshot, an error.
    Watch open(Store store);

    /// Takes changes in; decides nothing yet.
    void observe(List<Change> changes);

    /// Acts on what was observed, on proposals that came through, and on timers that are due.
    void decide();

    /// When {@link #decide} wants to be called although nothing changed; null if never.
    @Nullable Instant due();
}
