package belt.transport;

import static belt.transport.Recorder.bytes;
import static belt.transport.Recorder.take;
import static org.assertj.core.api.Assertions.assertThat;

import belt.pki.JoinToken;
import belt.pki.NodeIdentity;
import belt.pki.TokenCheck;
import belt.transport.CloseCause.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What peers do that are broken, strange or ill-willed: the server stays as it is and everybody else is served.
class HostilePeersTest {
    private static final byte[] START_OF_HANDSHAKE = {22, 3, 1, 2, 0, 1, 0};
    private static final Duration LONG = Duration.ofMinutes(2);

    private final TestCluster cluster = TestCluster.create();
    private final NodeIdentity manager = cluster.manager();
    private final NodeIdentity worker = cluster.worker();
    private final Recorder there = new Recorder();
    private final Wire wire = new Wire();

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void hangsUpOnWhatIsNotTls() throws Exception {
        var server = serve(1, LONG);
        try (var socket = socket(server)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        wire.connect(server, worker, new Recorder());
    }

    @Test
    void hangsUpOnGarbageThatBeginsLikeTls() throws Exception {
        var server = serve(1, LONG);
        try (var socket = socket(server)) {
            byte[] garbage = new byte[400];
            new SecureRandom().nextBytes(garbage);
            System.arraycopy(START_OF_HANDSHAKE, 0, garbage, 0, START_OF_HANDSHAKE.length);
            garbage[3] = 0;
            garbage[4] = 100;
            socket.getOutputStream().write(garbage);
            drain(socket);
        }
        wire.connect(server, worker, new Recorder());
    }

    @Test
    void silentConnectionsKeepNobodyOut() throws Exception {
        var server = serve(1, LONG);
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            silent.add(socket(server));
        }
        wire.connect(server, worker, new Recorder());
        for (var socket : silent) {
            socket.close();
        }
    }

    @Test
    void anUnfinishedHandshakeEndsAtItsDeadlineAndTheNextIsServed() throws Exception {
        var server = serve(1, Duration.ofMillis(700));
        try (var stuck = socket(server)) {
            stuck.getOutputStream().write(START_OF_HANDSHAKE);
            stuck.getOutputStream().flush();
            awaitConnections(server, 1);
            wire.connect(server, worker, new Recorder());
            assertThat(stuck.getInputStream().read()).isEqualTo(-1);
        }
        try (var silent = socket(server)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void acceptsNoMoreConnectionsThanItsLimit() throws Exception {
        var limits =
                new StreamLimits(
                        new StreamLimits.Admission(4, 2, 10, LONG), StreamLimits.Buffers.DEFAULT);
        var server = serve(limits);
        try (var one = socket(server);
                var two = socket(server)) {
            awaitConnections(server, 2);
            try (var three = socket(server)) {
                assertThat(three.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(one.isConnected() && two.isConnected()).isTrue();
        }
        assertThat(Recorder.until(() -> server.connections() == 0)).isTrue();
        wire.connect(server, worker, new Recorder());
    }

    @Test
    void endsTheStreamOfAFrameThatIsTooLong() throws Exception {
        var server = serve(4, LONG);
        try (var peer = new RawPeer(server.port(), worker)) {
            take(there.opened);
            peer.sendHeader(StreamLimits.Buffers.DEFAULT.frameBytes() + 1, 1);
            var cause = take(there.closed);
            assertThat(cause.reason()).isEqualTo(Reason.PROTOCOL);
            assertThat(cause.detail()).contains("8388609");
        }
        try (var peer = new RawPeer(server.port(), worker)) {
            take(there.opened);
            peer.sendHeader(-1, 1);
            assertThat(take(there.closed).reason()).isEqualTo(Reason.PROTOCOL);
        }
    }

    @Test
    void givesAStrangerSmallFramesOnly() throws Exception {
        var server = serve(4, LONG);
        var token = JoinToken.create(cluster.ca().rootPem(), new SecureRandom());
        var dial = Dial.joining(Wire.at(server.port()), new TokenCheck(token, Wire.CLOCK));
        var here = new Recorder();
        var up = wire.connect(dial, here);
        int most = StreamLimits.Buffers.DEFAULT.anonymousFrameBytes();
        up.send((byte) 1, new byte[most]);
        assertThat(take(there.frames)).hasSize(most + 2);
        up.send((byte) 1, new byte[most + 1]);
        assertThat(take(there.closed).reason()).isEqualTo(Reason.PROTOCOL);
        take(here.closed);
    }

    @Test
    void noticesAGoodbyeAndAReset() throws Exception {
        var server = serve(4, LONG);
        try (var peer = new RawPeer(server.port(), worker)) {
            take(there.opened);
            peer.sayGoodbye();
            assertThat(take(there.closed).reason()).isEqualTo(Reason.REMOTE);
        }
        try (var peer = new RawPeer(server.port(), worker)) {
            take(there.opened);
            peer.reset();
            assertThat(take(there.closed).reason()).isEqualTo(Reason.LOST);
        }
    }

    @Test
    void cutsOffAPeerThatIsThereButDoesNotRead() throws Exception {
        var server = serve(buffers(32 << 20, Duration.ofMillis(500)));
        try (var peer = new RawPeer(server.port(), worker)) {
            var stream = take(there.opened);
            sendMuch(stream);
            var cause = take(there.closed);
            assertThat(cause.reason()).isEqualTo(Reason.SLOW_PEER);
            assertThat(cause.detail()).contains("nothing");
            assertThat(stream.isOpen()).isFalse();
            assertThat(peer).isNotNull();
        }
    }

    @Test
    void cutsOffAPeerForWhomTooMuchIsWaiting() throws Exception {
        var server = serve(buffers(1 << 20, LONG));
        try (var peer = new RawPeer(server.port(), worker)) {
            var stream = take(there.opened);
            boolean sent = true;
            while (sent) {
                sent = stream.send((byte) 1, new byte[10_000]);
            }
            assertThat(take(there.closed).reason()).isEqualTo(Reason.SLOW_PEER);
            assertThat(stream.unsentBytes()).isLessThanOrEqualTo(1 << 20);
            assertThat(peer).isNotNull();
        }
    }

    @Test
    void aSlowReaderSlowsItsSenderAndLosesNothing() throws Exception {
        var server = serve(StreamLimits.DEFAULT);
        var slow = new SlowListener();
        wire.connect(server, worker, slow);
        var stream = take(there.opened);
        int sent = sendMuch(stream);
        // what the kernel and the reader's memory take in is far less than what was sent
        assertThat(stream.unsentBytes()).isGreaterThan(4 << 20);
        assertThat(stream.isWritable()).isFalse();
        slow.release();
        for (int i = 0; i < sent; i++) {
            assertThat(take(slow.frames)).startsWith("1:frame " + i + "x");
        }
        assertThat(take(there.writable)).isSameAs(stream);
        assertThat(Recorder.until(() -> stream.isWritable() && stream.unsentBytes() == 0)).isTrue();
    }

    /// 20 MB.
    private static int sendMuch(Stream stream) {
        int frames = 2_000;
        for (int i = 0; i < frames; i++) {
            stream.send((byte) 1, bytes("frame " + i + "x".repeat(10_000)));
        }
        return frames;
    }

    /// Callbacks that hang until they are released.
    private static final class SlowListener extends Recorder {
        private final CountDownLatch latch = new CountDownLatch(1);

        void release() {
            latch.countDown();
        }

        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.onFrame(stream, kind, payload);
        }
    }

    private static StreamLimits buffers(long most, Duration stall) {
        return new StreamLimits(
                StreamLimits.Admission.DEFAULT,
                new StreamLimits.Buffers(64 << 10, 1 << 10, 256 << 10, 64 << 10, most, stall));
    }

    private StreamServer serve(int handshakes, Duration deadline) {
        return serve(
                new StreamLimits(
                        new StreamLimits.Admission(handshakes, 1_000, 100, deadline),
                        StreamLimits.Buffers.DEFAULT));
    }

    private StreamServer serve(StreamLimits limits) {
        var plain = StreamServer.Settings.of(Wire.anyPort(), () -> manager, Wire.CLOCK);
        return wire.serve(
                new StreamServer.Settings(
                        plain.address(), plain.identity(), plain.admits(), limits),
                there);
    }

    private static void awaitConnections(StreamServer server, int count)
            throws InterruptedException {
        assertThat(Recorder.until(() -> server.connections() >= count)).isTrue();
    }

    private static Socket socket(StreamServer server) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout((int) Recorder.PATIENCE.toMillis());
        return socket;
    }

    /// Reads until the other side has closed, whichever way.
    private static void drain(Socket socket) {
        try {
            assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(1_000);
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
        }
    }
}
