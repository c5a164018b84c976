package belt.control.loop;

import belt.store.Change;
import belt.store.Store;
import belt.store.Watch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives one loop step by step: on a thread of its own ({@link LoopThread}), or by hand in a simulation.
public final class LoopDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopDriver.class);

    /// Pause before a loop is opened anew after a failed proposal: leadership is in doubt then, and a leader that lost it
    /// closes its loops long before this is over.
    static final Duration PAUSE = Duration.ofMillis(500);

    /// Timers are looked at this often even if nothing changes, in case the clock was set.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final ControlLoop loop;
    private final Outbox outbox;
    private final Store store;
    private final InstantSource clock;
    private volatile @Nullable Watch watch;
    private volatile boolean closed;
    private @Nullable Instant openAt;

    public LoopDriver(ControlLoop loop, Outbox outbox, Store store, InstantSource clock) {
        this.loop = loop;
        this.outbox = outbox;
        this.store = store;
        this.clock = clock;
    }

    public String name() {
        return loop.name();
    }

    /// One round: waits for changes, observes, decides.
    ///
    /// @param patience how long it may wait for something to happen
    /// @return false once it was closed
    /// @throws InterruptedException if the thread was interrupted while waiting
    public boolean step(Duration patience) throws InterruptedException {
        if (closed) {
            return false;
        }
        try {
            round(patience);
        } catch (RuntimeException e) {
            LOG.error("{} failed, opening it anew", loop.name(), e);
            openAt = clock.instant().plus(PAUSE);
        }
        return !closed;
    }

    private void round(Duration patience) throws InterruptedException {
        Watch current = watch;
        if (current == null || (openAt != null && !clock.instant().isBefore(openAt))) {
            open();
            return;
        }
        List<Change> first = current.next(shorter(patience));
        if (first == null) {
            return;
        }
        List<Runnable> done = outbox.take();
        // what the finished proposals changed was published before they finished
        List<Change> rest = current.poll();
        Throwable failure = outbox.failure();
        if (failure != null && openAt == null) {
            LOG.warn("{}: a proposal failed, beginning anew: {}", loop.name(), failure.toString());
            openAt = clock.instant().plus(PAUSE);
        }
        if (openAt != null || rest == null) {
            return;
        }
        var changes = new ArrayList<>(first);
        changes.addAll(rest);
        if (changes.stream().anyMatch(Change.OfEverything.class::isInstance)) {
            open();
            return;
        }
        loop.observe(changes);
        done.forEach(Runnable::run);
        loop.decide();
    }

    private void open() {
        openAt = null;
        Watch old = watch;
        if (old != null) {
            old.close();
        }
        outbox.begin();
        Watch opened = loop.open(store);
        watch = opened;
        outbox.attach(opened);
        if (closed) {
            opened.close();
            return;
        }
        loop.decide();
    }

    private Duration shorter(Duration patience) {
        Instant due = openAt != null ? openAt : loop.due();
        if (due == null) {
            return patience;
        }
        Duration left = Duration.between(clock.instant(), due);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        Duration capped = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        return capped.compareTo(patience) < 0 ? capped : patience;
    }

    /// When a step would do something although nothing changes; null if never.
    public @Nullable Instant due() {
        return openAt != null ? openAt : loop.due();
    }

    /// Makes a waiting step look at the clock again.
    public void wake() {
        Watch current = watch;
        if (current != null) {
            current.wake();
        }
    }

    /// Ends it; a waiting step returns.
    @Override
    public void close() {
        closed = true;
        Watch current = watch;
        if (current != null) {
            current.close();
        }
    }
}
