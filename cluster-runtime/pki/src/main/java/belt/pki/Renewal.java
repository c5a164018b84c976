package belt.pki;

import belt.core.BeltException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renews the node's certificate in good time: at half of its life plus a random tenth, so that nodes which joined
/// together do not come back together; after a failure again with growing waits; and at once when the node's role has
/// changed. One thread runs it; the lock guards only the wish to be woken.
public final class Renewal {
    /// How a new identity is made: a new key, a request to a manager, its answer saved to disk.
    @FunctionalInterface
    public interface Renewer {
        /// @param current what counts now; it may have expired
        /// @return the new identity, already on disk
        /// @throws BeltException if it did not work this time
        NodeIdentity renew(NodeIdentity current) throws InterruptedException;
    }

    /// The wait after the first failure; it doubles with each further one (SwarmKit `ca/renewer.go`).
    static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    /// The longest wait between two attempts.
    static final Duration LAST_RETRY = Duration.ofHours(1);

    /// How often the clock is looked at, since it may be set while we wait.
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final int SPREAD = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final CurrentIdentity identity;
    private final Renewer renewer;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean wanted;

    // of the one thread
    private @Nullable NodeIdentity planned;
    private Instant due = Instant.MAX;
    private Duration retry = FIRST_RETRY;

    public Renewal(
            CurrentIdentity identity,
            Renewer renewer,
            InstantSource clock,
            RandomGenerator random) {
        this.identity = identity;
        this.renewer = renewer;
        this.clock = clock;
        this.random = random;
    }

    /// Renews for as long as the thread is not interrupted. A node that is in no cluster waits until it is in one.
    public void run() throws InterruptedException {
        while (true) {
            var next = step();
            await(Duration.between(clock.instant(), next));
        }
    }

    /// Renews as soon as possible: the node was promoted or demoted, or the root was replaced.
    public void renewNow() {
        lock.lock();
        try {
            wanted = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Renews if it is time.
    ///
    /// @return when it is time again
    Instant step() throws InterruptedException {
        var current = identity.find().orElse(null);
        if (current == null) {
            return Instant.MAX;
        }
        if (takeWanted()) {
            planned = current;
            due = clock.instant();
        } else if (!current.equals(planned)) {
            plan(current);
        }
        if (!clock.instant().isBefore(due)) {
            renew(current);
        }
        return due;
    }

    private void plan(NodeIdentity current) {
        planned = current;
        retry = FIRST_RETRY;
        var life = Duration.between(current.notBefore(), current.notAfter());
        long tenth = Math.max(1, life.dividedBy(SPREAD).toMillis());
        due = current.renewAt().plusMillis(random.nextLong(tenth));
    }

    private void renew(NodeIdentity current) throws InterruptedException {
        try {
            var fresh = renewer.renew(current);
            identity.replace(fresh);
            plan(fresh);
            LOG.info("certificate renewed, it counts until {}", fresh.notAfter());
        } catch (BeltException e) {
            due = clock.instant().plus(retry).plusMillis(random.nextLong(retry.toMillis()));
            LOG.warn(
                    "certificate counts until {}, cannot renew it, trying again at {}: {}",
                    current.notAfter(),
                    due,
                    e.getMessage());
            var doubled = retry.multipliedBy(2);
            retry = doubled.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : doubled;
        }
    }

    private boolean takeWanted() {
        lock.lock();
        try {
            boolean was = wanted;
            wanted = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    private void await(Duration time) throws InterruptedException {
        long nanos = Math.min(LOOK.toNanos(), nanos(time));
        lock.lockInterruptibly();
        try {
            while (!wanted && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private static long nanos(Duration time) {
        return TimeUnit.SECONDS.toNanos(Math.clamp(time.toSeconds() + 1, 0, LOOK.toSeconds()));
    }
}
