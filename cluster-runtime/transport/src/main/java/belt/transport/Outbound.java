package belt.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one stream has to say and has not said yet. Any thread adds; the event loop writes, many frames into one TLS
/// record and one system call. Bytes count as unsent until the kernel has them.
final class Outbound {
    /// What the stream hears of its outbound side, on the event loop.
    interface Watcher {
        void writable();

        void hopeless(String why);

        void drained();
    }

    private static final class Frame {
        final byte kind;
        final byte[] payload;

        Frame(byte kind, byte[] payload) {
            this.kind = kind;
            this.payload = payload;
        }

        int bytes() {
            return FrameReader.HEADER_BYTES + payload.length;
        }
    }

    /// As much as one TLS record takes.
    private static final int BATCH_BYTES = 16 << 10;

    /// Longer payloads are not copied into a batch.
    private static final int COPIED_BYTES = 4 << 10;

    /// After so much the kernel is given a chance to say that it has enough.
    private static final int FLUSH_BYTES = 64 << 10;

    private final Channel channel;
    private final StreamLimits.Buffers limits;
    private final Watcher watcher;
    private final Queue<Frame> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean blocked = new AtomicBoolean();

    // of the event loop
    private boolean corked = true;
    private boolean reading;
    private boolean finishing;
    private long written;
    private @Nullable ByteBuf batch;
    private int batchBytes;

    Outbound(Channel channel, StreamLimits.Buffers limits, Watcher watcher) {
        this.channel = channel;
        this.limits = limits;
        this.watcher = watcher;
    }

    long unsentBytes() {
        return unsent.get();
    }

    boolean isWritable() {
        return !blocked.get();
    }

    /// @return false if this was too much
    boolean add(byte kind, byte[] payload) {
        var frame = new Frame(kind, payload);
        long now = unsent.addAndGet(frame.bytes());
        if (now > limits.mostBytes()) {
            unsent.addAndGet(-frame.bytes());
            channel.eventLoop()
                    .execute(() -> watcher.hopeless((now >> 10) + " kB wait to be sent"));
            return false;
        }
        queue.add(frame);
        if (now >= limits.highBytes() && blocked.compareAndSet(false, true)) {
            channel.eventLoop().execute(() -> watchForStall(written));
        }
        schedule();
        return true;
    }

    /// Lets frames out, after `first` if there is one.
    void uncork(byte @Nullable [] first, byte kind) {
        if (first != null && channel.isActive()) {
            var frame = new Frame(kind, first);
            unsent.addAndGet(frame.bytes());
            append(frame);
        }
        corked = false;
        drain();
        tellIfDrained();
    }

    /// While frames are being read, what their callbacks send is kept back to be written at once.
    void readingStarts() {
        reading = true;
    }

    void readingEnds() {
        reading = false;
        if (scheduled.get()) {
            drain();
        }
    }

    /// Tells the watcher as soon as everything has gone out.
    void finish() {
        finishing = true;
        drain();
        tellIfDrained();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)
                && !(channel.eventLoop().inEventLoop() && reading)) {
            channel.eventLoop().execute(this::drain);
        }
    }

    /// Writes what is queued until the kernel has enough; `channelWritabilityChanged` goes on.
    void drain() {
        scheduled.set(false);
        if (corked || !channel.isActive()) {
            return;
        }
        int unflushed = 0;
        while (channel.isWritable()) {
            var frame = queue.poll();
            if (frame == null) {
                break;
            }
            append(frame);
            unflushed += frame.bytes();
            if (unflushed >= FLUSH_BYTES) {
                writeBatch();
                channel.flush();
                unflushed = 0;
            }
        }
        writeBatch();
        channel.flush();
    }

    private void append(Frame frame) {
        if (batchBytes + frame.bytes() > BATCH_BYTES) {
            writeBatch();
        }
        if (frame.payload.length > COPIED_BYTES) {
            writeBatch();
            write(wrapped(frame), frame.bytes());
            return;
        }
        if (batch == null) {
            int size = queue.isEmpty() ? frame.bytes() : BATCH_BYTES;
            batch = channel.alloc().directBuffer(size, BATCH_BYTES);
        }
        header(batch, frame).writeBytes(frame.payload);
        batchBytes += frame.bytes();
    }

    private void writeBatch() {
        var full = batch;
        if (full != null) {
            batch = null;
            write(full, batchBytes);
            batchBytes = 0;
        }
    }

    private ByteBuf wrapped(Frame frame) {
        var header = header(channel.alloc().directBuffer(FrameReader.HEADER_BYTES), frame);
        return Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(frame.payload));
    }

    private static ByteBuf header(ByteBuf target, Frame frame) {
        return target.writeInt(frame.payload.length).writeByte(frame.kind);
    }

    private void write(ByteBuf bytes, int count) {
        channel.write(bytes)
                .addListener(future -> {
                    if (future.isSuccess()) {
                        sent(count);
                    }
                });
    }

    private void sent(int bytes) {
        written += bytes;
        long left = unsent.addAndGet(-bytes);
        if (left <= limits.lowBytes() && blocked.compareAndSet(true, false)) {
            watcher.writable();
        }
        tellIfDrained();
    }

    private void tellIfDrained() {
        if (finishing && !corked && unsent.get() == 0) {
            finishing = false;
            watcher.drained();
        }
    }

    private void watchForStall(long before) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (!blocked.get() || !channel.isActive()) {
                                return;
                            }
                            if (written == before) {
                                watcher.hopeless("it has read nothing for " + limits.stall());
                            } else {
                                watchForStall(written);
                            }
                        },
                        limits.stall().toMillis(),
                        TimeUnit.MILLISECONDS);
    }
}
