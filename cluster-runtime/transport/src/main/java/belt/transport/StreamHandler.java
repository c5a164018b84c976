package belt.transport;

import belt.transport.CloseCause.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// The last handler of every channel: from decrypted bytes to frames to callbacks.
final class StreamHandler extends ChannelInboundHandlerAdapter {
    /// What servers and clients do differently until a stream is open. On the event loop.
    interface Opening {
        /// The TLS handshake has ended well.
        void secured(NettyStream stream, SslHandler ssl);

        /// A frame of the transport itself.
        void control(NettyStream stream, byte kind, byte[] payload);

        /// It will not come to a stream, or the stream is gone.
        void ended(Throwable cause);
    }

    private final NettyStream stream;
    private final Opening opening;
    private boolean frames;
    private boolean goodbye;
    private @Nullable Throwable failure;

    StreamHandler(NettyStream stream, Opening opening) {
        this.stream = stream;
        this.opening = opening;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            stream.outbound().readingStarts();
            stream.reader().read(bytes, this::frame);
        } catch (FrameReader.TooLong e) {
            String detail = e.getMessage() == null ? "" : e.getMessage();
            stream.fail(Reason.PROTOCOL, detail);
        } finally {
            bytes.release();
        }
    }

    private void frame(byte kind, byte[] payload) {
        if ((kind & 0xFF) >= Stream.FIRST_RESERVED_KIND) {
            opening.control(stream, kind, payload);
        } else {
            frames = true;
            stream.frame(kind, payload);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (frames) {
            frames = false;
            stream.batchEnd();
        }
        stream.outbound().readingEnds();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            stream.outbound().drain();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                opening.secured(stream, context.pipeline().get(SslHandler.class));
            } else {
                failure = handshake.cause();
                context.close();
            }
        } else if (event instanceof SslCloseCompletionEvent close) {
            goodbye = close.isSuccess();
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (goodbye) {
            stream.gone(Reason.REMOTE, "closed by the peer");
        } else {
            stream.gone(
                    Reason.LOST, failure == null ? "ended without a goodbye" : failure.toString());
        }
        opening.ended(failure == null ? new ClosedChannelException() : failure);
    }
}
