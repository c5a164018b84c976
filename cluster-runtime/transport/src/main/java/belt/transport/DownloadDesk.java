package belt.transport;

import belt.core.Secret;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.stream.ChunkedNioFile;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands out files over HTTP/1.1 on connections that asked for it. Few at a time, so that a thousand machines that begin
/// together do not take the loops from the nodes' streams: the others are told to come back.
final class DownloadDesk {
    private static final Logger LOG = LoggerFactory.getLogger(DownloadDesk.class);
    private static final int AT_ONCE = 8;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int STALLED_SECONDS = 60;
    private static final String RETRY_SECONDS = "2";
    private static final String BEARER = "Bearer ";

    private final Downloads downloads;
    private final Semaphore places = new Semaphore(AT_ONCE);

    DownloadDesk(Downloads downloads) {
        this.downloads = downloads;
    }

    /// Takes a channel whose TLS handshake has ended.
    void serve(Channel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new WriteTimeoutHandler(STALLED_SECONDS),
                        new ChunkedWriteHandler(),
                        new Answer());
    }

    /// One request a connection.
    private final class Answer extends SimpleChannelInboundHandler<HttpObject> {
        private boolean asked;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (asked || !(message instanceof HttpRequest request)) {
                return;
            }
            asked = true;
            if (request.decoderResult().isFailure()) {
                refuse(context, HttpResponseStatus.BAD_REQUEST, "this is no HTTP request");
            } else if (!request.method().equals(HttpMethod.GET)) {
                refuse(context, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET works here");
            } else {
                String credential = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
                Secret bearer =
                        Secret.of(
                                credential.startsWith(BEARER)
                                        ? credential.substring(BEARER.length()).strip()
                                        : "");
                String path = request.uri();
                Thread.ofVirtual().name("download").start(() -> find(context, path, bearer));
            }
        }

        private void find(ChannelHandlerContext context, String path, Secret bearer) {
            try {
                Optional<Path> file = downloads.find(path, bearer);
                if (file.isEmpty()) {
                    refuse(context, HttpResponseStatus.NOT_FOUND, "there is no such file here");
                } else if (!places.tryAcquire()) {
                    refuse(
                            context,
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            "come back in a moment");
                } else {
                    context.channel().closeFuture().addListener(_ -> places.release());
                    send(context, file.get());
                }
            } catch (Downloads.NotAllowed e) {
                LOG.info("{}: {}", context.channel().remoteAddress(), e.getMessage());
                refuse(context, HttpResponseStatus.UNAUTHORIZED, String.valueOf(e.getMessage()));
            } catch (IOException | RuntimeException e) {
                LOG.error("{} cannot be handed out", path, e);
                refuse(context, HttpResponseStatus.INTERNAL_SERVER_ERROR, "it cannot be read");
            }
        }

        private void send(ChannelHandlerContext context, Path file) throws IOException {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            head.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/octet-stream")
                    .set(HttpHeaderNames.CONTENT_LENGTH, channel.size())
                    .set(HttpHeaderNames.CONNECTION, "close");
            var body =
                    new HttpChunkedInput(
                            new ChunkedNioFile(channel, 0, channel.size(), CHUNK_BYTES));
            context.write(head);
            context.writeAndFlush(body).addListener(ChannelFutureListener.CLOSE);
        }

        private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String why) {
            var answer =
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            status,
                            context.alloc()
                                    .buffer()
                                    .writeBytes((why + "\n").getBytes(StandardCharsets.UTF_8)));
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes())
                    .set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS)
                    .set(HttpHeaderNames.CONNECTION, "close");
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.info("{}: download ended: {}", context.channel().remoteAddress(), cause.toString());
            context.close();
        }
    }
}
