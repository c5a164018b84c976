package belt.raft;

import belt.core.BeltException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Joins transactions that arrive close together into one entry, and keeps several entries under way. An idle log takes
/// a transaction at once; while entries are under way, transactions gather until the window is over, enough bytes are
/// there, or the log is idle again. One thread submits, so the order of arrival is the order in the log.
///
/// Lock order: only its own lock, held for queue work; submitting and completing happen outside of it.
final class GroupCommit implements AutoCloseable {
    /// So many entries may be under way; measured in docs/design/raft.md.
    private static final int UNDER_WAY_MAX = 8;

    private static final int GATHER_BYTES = 256 << 10;

    private final Function<Batch, CompletableFuture<?>> submit;
    private final Function<Throwable, BeltException> translate;
    private final InstantSource clock;
    private final long windowNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Proposal> waiting = new ArrayDeque<>();
    private final Set<Batch> underWay = new HashSet<>();
    private final Thread thread;
    private long waitingBytes;
    private Instant last = Instant.EPOCH;
    private @Nullable BeltException closed;

    /// @param submit hands a batch to the log; the future ends when Ratis has answered
    GroupCommit(
            Function<Batch, CompletableFuture<?>> submit,
            Function<Throwable, BeltException> translate,
            InstantSource clock,
            long windowNanos) {
        this.submit = submit;
        this.translate = translate;
        this.clock = clock;
        this.windowNanos = windowNanos;
        this.thread = Thread.ofPlatform().daemon().name("raft-group-commit").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Queues a transaction. Never blocks for I/O.
    void add(Proposal proposal) {
        BeltException why;
        lock.lock();
        try {
            why = closed;
            if (why == null) {
                waiting.add(proposal);
                waitingBytes += proposal.bytes();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (why != null) {
            proposal.result().completeExceptionally(why);
        }
    }

    private void run() {
        while (true) {
            Batch batch;
            lock.lock();
            try {
                while (!due()) {
                    changed.awaitNanos(patienceNanos());
                }
                if (closed != null) {
                    return;
                }
                batch = gather();
                underWay.add(batch);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts this thread", e);
            } finally {
                lock.unlock();
            }
            submit(batch);
        }
    }

    private boolean due() {
        if (closed != null) {
            return true;
        }
        if (waiting.isEmpty() || underWay.size() >= UNDER_WAY_MAX) {
            return false;
        }
        return underWay.isEmpty() || waitingBytes >= GATHER_BYTES || windowLeft() <= 0;
    }

    private long windowLeft() {
        Proposal first = waiting.peek();
        return first == null
                ? Long.MAX_VALUE
                : windowNanos - (System.nanoTime() - first.arrivedNanos());
    }

    private long patienceNanos() {
        boolean window = !waiting.isEmpty() && underWay.size() < UNDER_WAY_MAX;
        return window ? Math.max(1, windowLeft()) : TimeUnit.DAYS.toNanos(1);
    }

    private Batch gather() {
        var proposals = new ArrayList<Proposal>();
        int bytes = 0;
        while (true) {
            Proposal next = waiting.peek();
            if (next == null
                    || (!proposals.isEmpty()
                            && bytes + next.bytes() > RatisProperties.ENTRY_BYTES_MAX)) {
                break;
            }
            proposals.add(waiting.remove());
            bytes += next.bytes();
        }
        waitingBytes -= bytes;
        Instant now = clock.instant();
        last = now.isAfter(last) ? now : last; // a clock that was set back must not turn time
        return new Batch(last, proposals);
    }

    private void submit(Batch batch) {
        CompletableFuture<?> answer;
        try {
            answer = submit.apply(batch);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((_, thrown) -> {
            if (thrown != null) {
                batch.fail(translate.apply(thrown));
            }
            lock.lock();
            try {
                underWay.remove(batch);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    /// Fails what waits, with what is under way if `all`.
    void failPending(BeltException why, boolean all) {
        List<Proposal> dropped;
        List<Batch> lost;
        lock.lock();
        try {
            dropped = List.copyOf(waiting);
            lost = all ? List.copyOf(underWay) : List.of();
            waiting.clear();
            waitingBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        lost.forEach(batch -> batch.fail(why));
        Thread.ofVirtual()
                .name("raft-result")
                .start(() -> dropped.forEach(each -> each.result().completeExceptionally(why)));
    }

    /// Fails everything that waits or is under way, and all that comes later.
    void close(BeltException why) {
        lock.lock();
        try {
            if (closed == null) {
                closed = why;
            }
        } finally {
            lock.unlock();
        }
        failPending(why, true);
    }

    @Override
    public void close() {
        close(RatisFailures.closed(new IllegalStateException("beltd stops")));
    }
}
