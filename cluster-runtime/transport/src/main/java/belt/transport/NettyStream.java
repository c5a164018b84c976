package belt.transport;

import belt.core.BeltException;
import belt.transport.CloseCause.Reason;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stream on a Netty channel: frames out through {@link Outbound}, callbacks in on the thread that the listener has
/// chosen. Fields without `volatile` belong to the event loop.
final class NettyStream implements Stream, Outbound.Watcher {
    private static final Logger LOG = LoggerFactory.getLogger(NettyStream.class);

    /// How long the peer may take to read the rest, and then to say goodbye.
    private static final long GOODBYE_SECONDS = 5;

    private final Channel channel;
    private final StreamListener listener;
    private final StreamLimits.Buffers limits;
    private final Outbound outbound;
    private final FrameReader reader;
    private final @Nullable OrderedCalls ordered;
    private volatile Peer peer;
    private volatile boolean ended;
    private volatile boolean turnedAway;
    private boolean opened;
    private @Nullable CloseCause cause;

    NettyStream(Channel channel, StreamListener listener, StreamLimits.Buffers limits) {
        this.channel = channel;
        this.listener = listener;
        this.limits = limits;
        this.outbound = new Outbound(channel, limits, this);
        this.reader = new FrameReader(limits.anonymousFrameBytes());
        this.ordered =
                switch (listener.calls()) {
                    case MAY_BLOCK -> new OrderedCalls(channel);
                    case ON_EVENT_LOOP -> null;
                };
        this.peer = new Peer(null, (InetSocketAddress) channel.remoteAddress());
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public boolean send(byte kind, byte[] payload) {
        if ((kind & 0xFF) >= FIRST_RESERVED_KIND) {
            throw new IllegalArgumentException("frame kind " + (kind & 0xFF) + " is reserved");
        }
        if (payload.length > limits.frameBytes()) {
            throw new BeltException.OperationFailed(
                    TransportProblem.FRAME_TOO_LARGE,
                    "message of kind "
                            + kind
                            + " for "
                            + peer
                            + " has "
                            + payload.length
                            + " bytes, at most "
                            + limits.frameBytes()
                            + " fit into a frame");
        }
        return !ended && outbound.add(kind, payload);
    }

    @Override
    public boolean isWritable() {
        return !ended && outbound.isWritable();
    }

    @Override
    public long unsentBytes() {
        return outbound.unsentBytes();
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    @Override
    public void close() {
        ended = true;
        onLoop(() -> {
            if (cause == null) {
                cause = new CloseCause(Reason.LOCAL, "closed here");
                outbound.finish();
                after(GOODBYE_SECONDS, this::cut);
            }
        });
    }

    /// Ends the stream at once, with what is unsent.
    void fail(Reason reason, String detail) {
        ended = true;
        onLoop(() -> {
            if (cause == null) {
                cause = new CloseCause(reason, detail);
            }
            cut();
        });
    }

    /// The peer speaks another protocol: takes frames out of the channel, which is the caller's from now on.
    Channel handOver() {
        ended = true;
        channel.pipeline().remove(StreamHandler.class);
        return channel;
    }

    Outbound outbound() {
        return outbound;
    }

    FrameReader reader() {
        return reader;
    }

    /// Introduces the peer to the listener.
    ///
    /// @param decided is told, on the event loop, null or why the listener turned the peer away
    void open(Peer verified, Consumer<@Nullable BeltException> decided) {
        peer = verified;
        opened = true;
        if (!verified.anonymous()) {
            reader.limit(limits.frameBytes());
        }
        call(
                0,
                () -> {
                    var refusal = askListener();
                    turnedAway = refusal != null;
                    onLoop(() -> decided.accept(refusal));
                });
    }

    private @Nullable BeltException askListener() {
        try {
            listener.onOpen(this);
            return null;
        } catch (BeltException e) {
            return e;
        } catch (RuntimeException e) {
            LOG.error("stream of {} could not be opened", peer, e);
            return new BeltException.Bug("the stream could not be opened", e);
        }
    }

    /// Sends a last frame to a peer that is not let in, and ends.
    void turnAway(Verdict verdict) {
        ended = true;
        turnedAway = true;
        if (cause == null) {
            cause = new CloseCause(Reason.LOCAL, "turned away: " + verdict.message());
        }
        outbound.uncork(verdict.encode(), Verdict.KIND);
        outbound.finish();
        after(GOODBYE_SECONDS, this::cut);
    }

    void frame(byte kind, byte[] payload) {
        if (!ended) {
            call(payload.length, () -> listener.onFrame(this, kind, payload));
        }
    }

    void batchEnd() {
        if (!ended) {
            call(0, () -> listener.onBatchEnd(this));
        }
    }

    @Override
    public void writable() {
        if (!ended) {
            call(0, () -> listener.onWritable(this));
        }
    }

    @Override
    public void hopeless(String why) {
        fail(Reason.SLOW_PEER, why);
    }

    /// All is sent: says goodbye, and leaves the closing to the peer, because closing first while something from it is
    /// still unread would make the kernel throw away what was sent last.
    @Override
    public void drained() {
        var ssl = channel.pipeline().get(SslHandler.class);
        if (ssl == null) {
            channel.close();
        } else {
            ssl.closeOutbound();
        }
    }

    /// The channel is gone.
    void gone(Reason reason, String detail) {
        ended = true;
        var why = cause == null ? new CloseCause(reason, detail) : cause;
        cause = why;
        if (opened) {
            call(0, () -> listener.onClose(this, why));
        }
    }

    private void call(int bytes, Runnable body) {
        if (ordered == null) {
            guarded(body);
        } else {
            ordered.add(bytes, () -> guarded(body));
        }
    }

    private void guarded(Runnable body) {
        if (turnedAway) {
            return;
        }
        try {
            body.run();
        } catch (RuntimeException e) { // the outermost frame of a callback
            LOG.error("callback for {} failed", peer, e);
            fail(Reason.LISTENER_FAILED, e.toString());
        }
    }

    /// Closes below TLS: a peer that does not read would keep a polite goodbye waiting.
    private void cut() {
        var ssl = channel.pipeline().context(SslHandler.class);
        if (ssl == null) {
            channel.close();
        } else {
            ssl.close();
        }
    }

    private void after(long seconds, Runnable task) {
        channel.eventLoop().schedule(task, seconds, TimeUnit.SECONDS);
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }

    @Override
    public String toString() {
        return "Stream[" + peer + "]";
    }
}
