package belt.http.relay;

import static org.assertj.core.api.Assertions.assertThat;

import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.server.PeerIdentity;
import belt.http.testkit.Certificates;
import belt.http.testkit.RawClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderForwarderTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir private static Path keys;
    private static Certificates certificates;
    @TempDir private Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        certificates = Certificates.create(keys);
    }

    private static ApiServer leader(AtomicInteger connections) throws Exception {
        return ApiServer.start(
                List.of(new Listener.Tls(ANY_PORT, certificates.server())),
                "Docker/0.1.0",
                Duration.ofSeconds(5),
                exchange -> {
                    connections.incrementAndGet();
                    String who =
                            exchange.peer() instanceof PeerIdentity.Certificate known
                                    ? known.commonName() + " of " + known.unit()
                                    : "nobody";
                    String body = new String(exchange.body(1 << 20), StandardCharsets.UTF_8);
                    exchange.send(
                            200,
                            "text/plain",
                            (who
                                            + " asks "
                                            + exchange.method()
                                            + " "
                                            + exchange.path()
                                            + "?"
                                            + exchange.rawQuery()
                                            + " in "
                                            + exchange.version()
                                            + " with "
                                            + body.length())
                                    .getBytes(StandardCharsets.UTF_8));
                });
    }

    private ApiServer follower(InetSocketAddress leader) {
        LeaderForwarder forwarder = new LeaderForwarder(() -> clientContext(), Duration.ZERO);
        return ApiServer.start(
                List.of(new Listener.Unix(folder.resolve("s"), "belt")),
                "Docker/0.1.0",
                Duration.ofSeconds(5),
                exchange -> forwarder.forward(exchange, leader));
    }

    private static SSLContext clientContext() {
        try {
            return certificates.client();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requestsReachTheLeaderAndAnswersComeBack() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ApiServer leader = leader(requests);
                ApiServer _ = follower(leader.tlsAddress().orElseThrow());
                RawClient client = RawClient.connect(folder.resolve("s"))) {
            client.send("GET /v1.44/nodes?a=b%20c HTTP/1.1\r\nHost: docker\r\n\r\n");
            assertThat(client.until("with 0"))
                    .contains("200 OK")
                    .endsWith("alice of operators asks GET /nodes?a=b%20c in 1.44 with 0");
            client.send(
                    "POST /services/create HTTP/1.1\r\nHost: docker\r\nContent-Length: 100000"
                            + "\r\n\r\n"
                            + "x".repeat(100_000));
            assertThat(client.until("with 100000")).contains("POST /services/create");
            client.send("GET /once HTTP/1.1\r\nHost: docker\r\nX-Belt-Forwarded: 2\r\n\r\n");
            assertThat(client.until("with 0")).contains("GET /once");
            client.send("GET /tasks HTTP/1.1\r\nHost: docker\r\nX-Belt-Forwarded: 3\r\n\r\n")
                    .half();
            assertThat(client.rest()).contains("500 ").contains("the leadership is changing");
            assertThat(requests).hasValue(3);
        }
    }

    @Test
    void clientsWithoutACertificateAreNotLetIn() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (ApiServer leader = leader(requests)) {
            InetSocketAddress address = leader.tlsAddress().orElseThrow();
            String answer;
            try (SSLSocket socket =
                    (SSLSocket)
                            certificates
                                    .stranger()
                                    .getSocketFactory()
                                    .createSocket(address.getAddress(), address.getPort())) {
                socket.getOutputStream()
                        .write(
                                "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.UTF_8));
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SSLException | SocketException e) {
                answer = "refused";
            }
            assertThat(answer).isEqualTo("refused");
            assertThat(requests).hasValue(0);
        }
    }
}
