package belt.transport;

import belt.pki.NodeIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.function.Supplier;

/// Servers and clients of one test, closed together.
final class Wire implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.system();

    final EventLoops loops = EventLoops.start(EventLoops.DEFAULT_THREADS);
    private final TlsEngine engine;
    private final ArrayDeque<Runnable> open = new ArrayDeque<>();
    private final StreamClient client;

    Wire() {
        this(TlsEngine.best());
    }

    Wire(TlsEngine engine) {
        this.engine = engine;
        this.client = new StreamClient(loops, StreamLimits.Buffers.DEFAULT, engine);
        open.push(client::close);
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    StreamServer serve(NodeIdentity identity, StreamListener listener) {
        return serve(StreamServer.Settings.of(anyPort(), () -> identity, CLOCK), listener);
    }

    StreamServer serve(StreamServer.Settings settings, StreamListener listener) {
        var server = StreamServer.bind(loops, settings, listener, Downloads.NONE, engine);
        open.push(server::close);
        return server;
    }

    Stream connect(StreamServer server, NodeIdentity identity, StreamListener listener)
            throws InterruptedException {
        return connect(server.port(), () -> identity, listener);
    }

    Stream connect(int port, Supplier<NodeIdentity> identity, StreamListener listener)
            throws InterruptedException {
        var dial = Dial.member(at(port), identity, CLOCK);
        return connect(
                new Dial(dial.address(), identity, dial.trust(), Recorder.PATIENCE), listener);
    }

    Stream connect(Dial dial, StreamListener listener) throws InterruptedException {
        return client.connect(dial, listener);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
        loops.close();
    }
}
