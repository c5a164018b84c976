package belt.transport;

import belt.core.BeltException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Opens streams to managers. One client serves any number of streams and identities.
public final class StreamClient implements AutoCloseable {
    private final EventLoops loops;
    private final StreamLimits.Buffers limits;
    private final AttemptManagers managers = new AttemptManagers();
    private final SslContext tls;
    private final AtomicLong numbers = new AtomicLong();

    public StreamClient(EventLoops loops, StreamLimits.Buffers limits) {
        this(loops, limits, TlsEngine.best());
    }

    StreamClient(EventLoops loops, StreamLimits.Buffers limits, TlsEngine engine) {
        this.loops = loops;
        this.limits = limits;
        this.tls = engine.client(managers.keys(), managers.trust());
    }

    /// Calls a manager and waits until it has let us in; `onOpen` has returned by then. Blocks: for virtual threads.
    ///
    /// @throws BeltException.Unreachable `transport.refused`, `transport.unreachable`, `transport.timeout`,
    ///     `transport.tls-failed`
    /// @throws BeltException.MissingCredentials with a code of {@link belt.pki.PkiProblem} if one side does not accept the
    ///     other's certificate, `transport.turned-away` or such a code if the other side's listener refuses us
    /// @throws InterruptedException if the caller was interrupted; the attempt is given up
    public Stream connect(Dial dial, StreamListener listener) throws InterruptedException {
        var attempt = new Attempt(dial);
        var channel = start(dial, attempt, listener);
        try {
            return attempt.outcome().get(dial.deadline().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw giveUp(attempt, channel, attempt.timeout(e));
        } catch (InterruptedException e) {
            giveUp(attempt, channel, attempt.timeout(e));
            throw e;
        } catch (ExecutionException e) {
            channel.close();
            throw e.getCause() instanceof BeltException problem
                    ? problem
                    : new BeltException.Bug("a call ended without a typed failure", e);
        }
    }

    private static BeltException giveUp(Attempt attempt, Channel channel, BeltException why) {
        attempt.outcome().completeExceptionally(why);
        channel.close();
        return why;
    }

    private Channel start(Dial dial, Attempt attempt, StreamListener listener) {
        String name = "call-" + numbers.incrementAndGet();
        var connecting =
                loops.client()
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(dial.deadline()))
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        managers.begin(name, attempt);
                                        channel.closeFuture().addListener(_ -> managers.end(name));
                                    }
                                })
                        .connect(resolved(dial.address()));
        connecting.addListener(future -> {
            if (future.isSuccess()) {
                secure(connecting.channel(), name, attempt, listener, dial.deadline());
            } else {
                attempt.fail(future.cause());
            }
        });
        return connecting.channel();
    }

    private void secure(
            Channel channel,
            String name,
            Attempt attempt,
            StreamListener listener,
            Duration deadline) {
        SslHandler ssl = tls.newHandler(channel.alloc(), name, 0);
        ssl.setHandshakeTimeoutMillis(deadline.toMillis());
        ssl.handshakeFuture().addListener(_ -> managers.end(name));
        var stream = new NettyStream(channel, listener, limits);
        channel.pipeline().addLast(ssl).addLast(new StreamHandler(stream, attempt));
    }

    /// Resolved here, in the caller's thread: Netty would block an event loop with it.
    private static InetSocketAddress resolved(InetSocketAddress address) {
        if (!address.isUnresolved()) {
            return address;
        }
        var resolved = new InetSocketAddress(address.getHostString(), address.getPort());
        if (resolved.isUnresolved()) {
            throw new BeltException.Unreachable(
                    TransportProblem.UNREACHABLE,
                    "name " + address.getHostString() + " is unknown",
                    new UnknownHostException(address.getHostString()));
        }
        return resolved;
    }

    private static int millis(Duration time) {
        return Math.clamp(time.toMillis(), 1, Integer.MAX_VALUE);
    }

    /// Frees the TLS context. Streams that are open go on; their event loops end them.
    @Override
    public void close() {
        ReferenceCountUtil.release(tls);
    }
}
