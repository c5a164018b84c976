package belt.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The first handler of an accepted connection. It costs next to nothing until the peer has sent the first byte of a TLS
/// handshake; then it waits for a place at the {@link HandshakeGate}, puts TLS into the pipeline and steps aside. So
/// connections that say nothing take no place from those that do. The deadline counts for the first byte, and again for the
/// handshake; the time in the queue is ours and not held against the peer.
final class Doorkeeper extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

    /// The content type of a TLS record that holds handshake messages (RFC 8446 §5.1).
    private static final int HANDSHAKE_RECORD = 22;

    private final HandshakeGate gate;
    private final Supplier<SslHandler> tls;
    private final Supplier<ChannelHandler> last;
    private final Duration deadline;
    private final ArrayDeque<Object> held = new ArrayDeque<>(2);
    private @Nullable Future<?> timer;

    /// @param tls makes the TLS handler once the connection is let through
    /// @param last makes the handler behind it
    Doorkeeper(
            HandshakeGate gate,
            Supplier<SslHandler> tls,
            Supplier<ChannelHandler> last,
            Duration deadline) {
        this.gate = gate;
        this.tls = tls;
        this.last = last;
        this.deadline = deadline;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (held.isEmpty() && !startsTls((ByteBuf) message)) {
            LOG.debug("{} does not speak TLS", context.channel().remoteAddress());
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        held.add(message);
        if (held.size() == 1) {
            stopTimer();
            context.channel().config().setAutoRead(false);
            gate.enter(() -> context.executor().execute(() -> admit(context)));
        }
    }

    private void admit(ChannelHandlerContext context) {
        var channel = context.channel();
        if (!channel.isActive()) {
            gate.leave();
            return;
        }
        startTimer(context);
        var ssl = tls.get();
        ssl.handshakeFuture().addListener(_ -> stopTimer());
        ssl.handshakeFuture().addListener(_ -> gate.leave()); // also when the channel closes
        channel.pipeline().addLast(ssl).addLast(last.get());
        while (!held.isEmpty()) {
            context.fireChannelRead(held.poll());
        }
        context.fireChannelReadComplete();
        channel.config().setAutoRead(true);
        channel.pipeline().remove(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        startTimer(context);
        context.channel().closeFuture().addListener(_ -> stopTimer());
    }

    private void startTimer(ChannelHandlerContext context) {
        timer =
                context.executor()
                        .schedule(
                                () -> expire(context), deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        var running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private void expire(ChannelHandlerContext context) {
        var pipeline = context.channel().pipeline();
        var ssl = pipeline.get(SslHandler.class);
        if (ssl == null || !ssl.handshakeFuture().isSuccess()) {
            LOG.debug(
                    "{} has not finished its handshake within {}",
                    context.channel().remoteAddress(),
                    deadline);
            var below = ssl == null ? null : pipeline.context(ssl);
            if (below == null) {
                context.channel().close();
            } else {
                below.close(); // without a goodbye that nobody reads
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("{} broke off: {}", context.channel().remoteAddress(), cause.toString());
        context.close();
    }

    private static boolean startsTls(ByteBuf bytes) {
        return bytes.isReadable() && bytes.getUnsignedByte(bytes.readerIndex()) == HANDSHAKE_RECORD;
    }
}
