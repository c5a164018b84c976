package belt.transport;

import belt.core.BeltException;
import belt.pki.ChainCheck;
import belt.pki.CurrentKeyManager;
import belt.pki.Member;
import belt.pki.MemberCheck;
import belt.pki.NodeIdentity;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts streams. A peer with a certificate must be a member of the cluster; a peer without one becomes an anonymous
/// stream, and the listener decides what it may do.
public final class StreamServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);

    /// @param address where to listen; port 0 takes any
    /// @param identity what the server shows, asked on each handshake
    /// @param admits decides about peers that show a certificate
    public record Settings(
            InetSocketAddress address,
            Supplier<NodeIdentity> identity,
            ChainCheck<Member> admits,
            StreamLimits limits) {
        /// Every member of the identity's cluster is let in, with the default limits.
        public static Settings of(
                InetSocketAddress address, Supplier<NodeIdentity> identity, InstantSource clock) {
            return new Settings(
                    address,
                    identity,
                    MemberCheck.anyMember(identity, clock),
                    StreamLimits.DEFAULT);
        }
    }

    private final Channel channel;
    private final ChannelGroup streams;
    private final SslContext tls;

    private StreamServer(Channel channel, ChannelGroup streams, SslContext tls) {
        this.channel = channel;
        this.streams = streams;
        this.tls = tls;
    }

    /// Starts to listen; from the return on, connections are accepted.
    ///
    /// @throws BeltException.OperationFailed `transport.port-taken` if the address cannot be bound
    public static StreamServer bind(EventLoops loops, Settings settings, StreamListener listener) {
        return bind(loops, settings, listener, Downloads.NONE);
    }

    /// As {@link #bind(EventLoops, Settings, StreamListener)}, and hands out files to clients that ask for HTTP.
    public static StreamServer bind(
            EventLoops loops, Settings settings, StreamListener listener, Downloads downloads) {
        return bind(loops, settings, listener, downloads, TlsEngine.best());
    }

    static StreamServer bind(
            EventLoops loops,
            Settings settings,
            StreamListener listener,
            Downloads downloads,
            TlsEngine engine) {
        boolean http = !downloads.equals(Downloads.NONE);
        var tls = engine.server(CurrentKeyManager.of(settings.identity()), http);
        var streams = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        var entrance = new Entrance(settings, listener, downloads, tls, streams);
        var bound =
                loops.server(settings.limits().admission().backlog())
                        .childHandler(entrance)
                        .bind(settings.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            ReferenceCountUtil.release(tls);
            throw new BeltException.OperationFailed(
                    TransportProblem.PORT_TAKEN,
                    "cannot listen on " + settings.address() + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        LOG.info("node streams on {}, TLS by {}", bound.channel().localAddress(), engine);
        return new StreamServer(bound.channel(), streams, tls);
    }

    /// The port that it listens on.
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /// How many connections there are, in every state.
    public int connections() {
        return streams.size();
    }

    /// Stops listening and ends every stream at once; peers see a broken connection and look for another manager.
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        streams.close().awaitUninterruptibly(2_000);
        ReferenceCountUtil.release(tls);
    }

    /// Sets up each accepted connection.
    private static final class Entrance extends ChannelInitializer<Channel> {
        private final StreamLimits limits;
        private final StreamListener listener;
        private final SslContext tls;
        private final ChannelGroup streams;
        private final HandshakeGate gate;
        private final ServerOpening opening;

        Entrance(
                Settings settings,
                StreamListener listener,
                Downloads downloads,
                SslContext tls,
                ChannelGroup streams) {
            this.limits = settings.limits();
            this.listener = listener;
            this.tls = tls;
            this.streams = streams;
            this.gate = new HandshakeGate(limits.admission().handshakes());
            this.opening = new ServerOpening(settings.admits(), new DownloadDesk(downloads));
        }

        @Override
        protected void initChannel(Channel accepted) {
            if (streams.size() >= limits.admission().streams()) {
                LOG.warn("{} connections, no more are let in", streams.size());
                accepted.close();
                return;
            }
            streams.add(accepted);
            accepted.pipeline()
                    .addLast(
                            new Doorkeeper(
                                    gate,
                                    () -> tls.newHandler(accepted.alloc()),
                                    () -> streamHandler(accepted),
                                    limits.admission().deadline()));
        }

        private StreamHandler streamHandler(Channel accepted) {
            return new StreamHandler(
                    new NettyStream(accepted, listener, limits.buffers()), opening);
        }
    }
}
