package belt.agent.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.agent.testing.FakeTimer;
import belt.api.Message.Backend;
import belt.api.Message.IngressPort;
import belt.api.Message.IngressTable;
import belt.model.NodeId;
import belt.model.Protocol;
import belt.model.ServiceId;
import belt.model.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngressForwarderTest {
    private final FakeTimer timer = new FakeTimer();
    private final IngressForwarder forwarder = new IngressForwarder(timer);

    @AfterEach
    void close() {
        forwarder.close();
    }

    /// Reads all, then answers with its name and what it read.
    private record Echo(ServerSocket socket) implements AutoCloseable {
        static Echo named(String name) throws IOException {
            var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> serve(name, socket));
            return new Echo(socket);
        }

        private static void serve(String name, ServerSocket socket) {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    String said = new String(client.getInputStream().readAllBytes(), UTF_8);
                    client.getOutputStream().write((name + ":" + said).getBytes(UTF_8));
                } catch (IOException e) {
                    if (!socket.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        Backend backend() {
            return backend(socket.getLocalPort());
        }

        static Backend backend(int port) {
            return new Backend(new TaskId("t" + port), new NodeId("n"), "127.0.0.1", port);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static IngressTable table(int port, Protocol protocol, Backend... backends) {
        return new IngressTable(
                List.of(new IngressPort(port, protocol, new ServiceId("s"), List.of(backends))));
    }

    private static String ask(int port, String text) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void goesRoundAndKeepsAHalfClosedConnectionOpenForTheAnswer() throws IOException {
        int port = freePort();
        try (Echo a = Echo.named("a");
                Echo b = Echo.named("b")) {
            forwarder.apply(table(port, Protocol.TCP, a.backend(), b.backend()));

            assertThat(Stream.of(ask(port, "1"), ask(port, "1"), ask(port, "1"), ask(port, "1")))
                    .containsExactlyInAnyOrder("a:1", "b:1", "a:1", "b:1");
        }
    }

    @Test
    void triesTheNextBackendWhenOneDoesNotAnswer() throws IOException {
        int port = freePort();
        try (Echo good = Echo.named("good")) {
            Backend dead = Echo.backend(freePort());
            forwarder.apply(table(port, Protocol.TCP, dead, good.backend()));

            for (int i = 0; i < 4; i++) {
                assertThat(ask(port, "x")).isEqualTo("good:x");
            }
        }
    }

    @Test
    void carriesMuchInBothDirections() throws IOException {
        int port = freePort();
        String much = "0123456789abcdef".repeat(100_000);
        try (Echo echo = Echo.named("e")) {
            forwarder.apply(table(port, Protocol.TCP, echo.backend()));

            assertThat(ask(port, much)).isEqualTo("e:" + much);
        }
    }

    @Test
    void aNewTableLeavesConnectionsAlone() throws IOException {
        int port = freePort();
        var loopback = InetAddress.getLoopbackAddress();
        try (var backend = new ServerSocket(0, 50, loopback)) {
            backend.setSoTimeout(10_000);
            forwarder.apply(table(port, Protocol.TCP, Echo.backend(backend.getLocalPort())));
            try (var client = new Socket(loopback, port);
                    Socket served = backend.accept()) {
                client.setSoTimeout(10_000);
                served.setSoTimeout(10_000);

                forwarder.apply(new IngressTable(List.of()));

                client.getOutputStream().write("still there".getBytes(UTF_8));
                assertThat(new String(served.getInputStream().readNBytes(11), UTF_8))
                        .isEqualTo("still there");
                served.getOutputStream().write("yes".getBytes(UTF_8));
                served.shutdownOutput();
                assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
                        .isEqualTo("yes");
            }
            assertThatThrownBy(() -> ask(port, "late")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void resetsAConnectionThatNobodyCanServe() throws IOException {
        int port = freePort();
        forwarder.apply(table(port, Protocol.TCP));

        assertThatThrownBy(() -> ask(port, "x")).isInstanceOf(IOException.class);
    }

    @Test
    void saysWhichPortIsTakenAndTakesItWhenItIsFree() throws IOException {
        try (Echo echo = Echo.named("e")) {
            int port;
            try (var other = new ServerSocket(0)) {
                port = other.getLocalPort();
                forwarder.apply(table(port, Protocol.TCP, echo.backend()));
                assertThat(forwarder.problems()).containsOnlyKeys(port + "/tcp");
            }
            timer.pass(Duration.ofSeconds(2));

            assertThat(forwarder.problems()).isEmpty();
            assertThat(ask(port, "x")).isEqualTo("e:x");
        }
    }

    @Test
    void carriesPacketsThereAndBack() throws IOException {
        int port = freePort();
        var loopback = InetAddress.getLoopbackAddress();
        try (var backend = new DatagramSocket(new InetSocketAddress(loopback, 0));
                var client = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
            forwarder.apply(table(port, Protocol.UDP, Echo.backend(backend.getLocalPort())));
            backend.setSoTimeout(10_000);
            client.setSoTimeout(10_000);

            client.send(new DatagramPacket("ping".getBytes(UTF_8), 4, loopback, port));
            var question = new DatagramPacket(new byte[100], 100);
            backend.receive(question);
            backend.send(
                    new DatagramPacket("pong".getBytes(UTF_8), 4, question.getSocketAddress()));
            var answer = new DatagramPacket(new byte[100], 100);
            client.receive(answer);

            assertThat(new String(answer.getData(), 0, answer.getLength(), UTF_8))
                    .isEqualTo("pong");
            assertThat(answer.getPort()).isEqualTo(port);
        }
    }
}
