package belt.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.pki.NodeIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamClientTest {
    private final TestCluster cluster = TestCluster.create();
    private final NodeIdentity worker = cluster.worker();
    private final Wire wire = new Wire();

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (var socket = listening()) {
            port = socket.getLocalPort();
        }
        fails(TransportProblem.REFUSED, port, Duration.ofSeconds(5));
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        try (var socket = listening()) {
            fails(TransportProblem.TIMEOUT, socket.getLocalPort(), Duration.ofMillis(300));
        }
    }

    @Test
    void saysThatSomebodyElseAnswers() throws Exception {
        try (var socket = listening()) {
            Thread.ofVirtual().start(() -> answer(socket));
            fails(TransportProblem.TLS_FAILED, socket.getLocalPort(), Duration.ofSeconds(5));
        }
    }

    @Test
    void saysThatTheNameIsUnknown() {
        var address = InetSocketAddress.createUnresolved("no-such-host.invalid", 2377);
        assertThatThrownBy(() ->
                        wire.connect(
                                Dial.member(address, () -> worker, Wire.CLOCK), new Recorder()))
                .isInstanceOfSatisfying(
                        BeltException.Unreachable.class,
                        e -> assertThat(e.code()).isEqualTo(TransportProblem.UNREACHABLE));
    }

    @Test
    void givesUpWhenItsCallerIsInterrupted() throws Exception {
        try (var socket = listening()) {
            var listener = new Recorder();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() ->
                            wire.connect(
                                    Dial.member(
                                            Wire.at(socket.getLocalPort()),
                                            () -> worker,
                                            Wire.CLOCK),
                                    listener))
                    .isInstanceOf(InterruptedException.class);
            assertThat(listener.opened).isEmpty();
        }
    }

    @Test
    void aPortIsTakenOnlyOnce() {
        var manager = cluster.manager();
        var first = wire.serve(manager, new Recorder());
        var again = StreamServer.Settings.of(Wire.at(first.port()), () -> manager, Wire.CLOCK);
        assertThatThrownBy(() -> wire.serve(again, new Recorder()))
                .isInstanceOfSatisfying(
                        BeltException.OperationFailed.class,
                        e -> assertThat(e.code()).isEqualTo(TransportProblem.PORT_TAKEN))
                .hasMessageContaining(String.valueOf(first.port()));
    }

    private void fails(TransportProblem code, int port, Duration deadline) {
        var plain = Dial.member(Wire.at(port), () -> worker, Wire.CLOCK);
        var dial = new Dial(plain.address(), plain.identity(), plain.trust(), deadline);
        assertThatThrownBy(() -> wire.connect(dial, new Recorder()))
                .isInstanceOfSatisfying(
                        BeltException.Unreachable.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(":" + port);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void answer(ServerSocket socket) {
        try (var accepted = socket.accept()) {
            accepted.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(accepted.getInputStream().readNBytes(10)).isNotEmpty();
        } catch (IOException _) {
            // the client has hung up
        }
    }
}
