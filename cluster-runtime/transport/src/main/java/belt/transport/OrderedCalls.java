package belt.transport;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Runs one stream's callbacks one after another on a virtual thread, which exists only while there is something to call.
/// When the callbacks are slower than the peer, reading stops, TCP's window closes, and the peer is slowed down.
///
/// The lock guards the queue and its numbers; no call and no I/O happens under it.
final class OrderedCalls {
    private record Call(int bytes, Runnable body) {}

    private static final int PAUSE_BYTES = 1 << 20;
    private static final int RESUME_BYTES = PAUSE_BYTES / 2;
    // so that a flood of empty frames is seen as a flood, too
    private static final int CALL_BYTES = 64;

    private final Channel channel;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>(4);
    private long waitingBytes;
    private boolean running;
    private boolean paused;

    OrderedCalls(Channel channel) {
        this.channel = channel;
    }

    /// Adds a call; only from the event loop.
    ///
    /// @param bytes what it holds in memory
    void add(int bytes, Runnable body) {
        boolean start;
        boolean pause;
        synchronized (this) {
            waiting.add(new Call(bytes + CALL_BYTES, body));
            waitingBytes += bytes + CALL_BYTES;
            pause = !paused && waitingBytes > PAUSE_BYTES;
            paused |= pause;
            start = !running;
            running = true;
        }
        if (pause) {
            applyPause();
        }
        if (start) {
            Thread.ofVirtual().name("stream-calls").start(this::runAll);
        }
    }

    private void runAll() {
        for (var call = next(); call != null; call = next()) {
            call.body().run();
        }
    }

    private @Nullable Call next() {
        boolean resume;
        Call call;
        synchronized (this) {
            call = waiting.poll();
            if (call == null) {
                running = false;
                return null;
            }
            waitingBytes -= call.bytes();
            resume = paused && waitingBytes < RESUME_BYTES;
            paused &= !resume;
        }
        if (resume) {
            channel.eventLoop().execute(this::applyPause);
        }
        return call;
    }

    /// On the event loop only, with the state of now: a pause and a resume that overtake each other end in the right one.
    private void applyPause() {
        boolean stop;
        synchronized (this) {
            stop = paused;
        }
        channel.config().setAutoRead(!stop);
    }
}
