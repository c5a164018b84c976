package belt.provider.exec;

import belt.core.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request that waits for its answer. Its lock is held for no work of anybody's.
final class Pending {
    private final Request request;
    private final byte[] line;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Answer answer;
    private Talk.@Nullable Gone gone;
    private boolean sent;
    private long heard;

    /// @param line the request as it is sent, without the line's end
    Pending(Request request, byte[] line) {
        this.request = request;
        this.line = line;
    }

    /// Sends it. From then on the provider may have read it, whatever comes of the sending.
    void sendTo(OutputStream provider) throws IOException {
        lock.lock();
        try {
            sent = true;
        } finally {
            lock.unlock();
        }
        provider.write(line);
        provider.write('\n');
        provider.flush();
    }

    /// An event: a sign of life.
    void hear(Fields event) {
        request.onEvent().accept(event);
        lock.lock();
        try {
            heard++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The end, by an answer or by the end of the conversation; the first counts.
    void settle(@Nullable Answer given, Talk.@Nullable Gone reason) {
        lock.lock();
        try {
            if (answer == null && gone == null) {
                answer = given;
                gone = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the end.
    ///
    /// @param silence how long it may hear nothing
    /// @param onSilence what to do then; it must settle this
    Answer await(Duration silence, Runnable onSilence) throws InterruptedException, Talk.Gone {
        while (true) {
            Talk.Gone reason;
            lock.lock();
            try {
                waitForWord(silence);
                if (answer != null) {
                    return answer;
                }
                reason = gone;
                if (reason != null) {
                    throw reason.of(sent);
                }
            } finally {
                lock.unlock();
            }
            onSilence.run();
        }
    }

    private void waitForWord(Duration silence) throws InterruptedException {
        Deadline deadline = Deadline.in(silence);
        long before = heard;
        while (answer == null && gone == null && !deadline.passed()) {
            changed.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (heard != before) {
                before = heard;
                deadline = Deadline.in(silence);
            }
        }
    }
}
