package belt.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.http.testkit.RawClient;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
    private static final ApiHandler ECHO =
            exchange ->
                    exchange.send(
                            200,
                            "text/plain",
                            (exchange.method()
                                            + " "
                                            + exchange.path()
                                            + " "
                                            + exchange.version()
                                            + " "
                                            + new String(
                                                    exchange.body(1000), StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8));

    @TempDir private Path folder;

    private ApiServer start(ApiHandler handler) {
        return ApiServer.start(
                List.of(new Listener.Unix(folder.resolve("s"), "no-such-group")),
                "Docker/0.1.0",
                Duration.ofSeconds(1),
                handler);
    }

    private RawClient client() throws Exception {
        return RawClient.connect(folder.resolve("s"));
    }

    private static String post(String... headers) {
        return "POST / HTTP/1.1\r\nHost: docker\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private String answer(String request) throws Exception {
        try (RawClient client = client()) {
            return client.send(request).half().rest();
        }
    }

    @Test
    void everyAnswerHasDockersHeaders() throws Exception {
        try (ApiServer _ = start(ECHO)) {
            assertThat(answer("GET /v1.41/x?a=b HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Api-Version: 1.51\r\n")
                    .contains("Docker-Experimental: false\r\n")
                    .contains("Ostype: linux\r\n")
                    .contains("Server: Docker/0.1.0 (linux)\r\n")
                    .endsWith("GET /x 1.41 ");
        }
    }

    @Test
    void versionsOutOfRangeAreRefused() throws Exception {
        try (ApiServer _ = start(ECHO)) {
            assertThat(answer("GET /v1.99/x HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("400 Bad Request")
                    .contains(
                            "{\"message\":\"client version 1.99 is too new. Maximum supported API"
                                    + " version is 1.51\"}");
            assertThat(answer("GET /v1.20/x HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains(
                            "{\"message\":\"client version 1.20 is too old. Minimum supported API"
                                    + " version is 1.24, please upgrade your client to a newer"
                                    + " version\"}");
            assertThat(answer("GET /x HTTP/1.1\r\nHost: docker\r\n\r\n")).endsWith("GET /x 1.51 ");
        }
    }

    @Test
    void malformedHeadsAreAnsweredInJson() throws Exception {
        try (ApiServer _ = start(ECHO)) {
            for (String bad :
                    List.of(
                            "GET / HTTP/1.1" + "\nHost: docker" + "\n\n",
                            "GET / HTTP/1.1\r\nHost: docker\r\nX : y\r\n\r\n",
                            post("Content-Length: 1", "Transfer-Encoding: chunked"),
                            post("Content-Length: 1", "Content-Length: 2"))) {
                assertThat(answer(bad))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("{\"message\":\"")
                        .doesNotContain("<html");
            }
            assertThat(
                            answer(
                                    "GET / HTTP/1.1\r\nHost: docker\r\nX: "
                                            + "y".repeat(300_000)
                                            + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void oldClientsMayNameTheSocketAsHost() throws Exception {
        try (ApiServer _ = start(ECHO)) {
            assertThat(answer("GET / HTTP/1.1\r\nHost: /var/run/docker.sock\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 OK");
            assertThat(answer("GET /images/a%2Fb/json HTTP/1.0\r\n\r\n"))
                    .contains("/images/a%2Fb/json");
        }
    }

    @Test
    void aBodyIsAskedForWhenItIsRead() throws Exception {
        try (ApiServer _ = start(ECHO);
                RawClient client = client()) {
            client.send(post("Content-Length: 2", "Expect: 100-continue"));
            assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("hi").half().rest()).endsWith("POST / 1.51 hi");
            assertThat(
                            answer(
                                    "POST / HTTP/1.1\r\nHost: docker\r\nContent-Length: 1001\r\n\r\n"
                                            + "x".repeat(1001)))
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void aSlowHeadIsCut() throws Exception {
        try (ApiServer _ = start(ECHO);
                RawClient client = client()) {
            assertThat(client.send("GET / HT").rest()).doesNotContain("200 OK");
        }
    }

    @Test
    void aSilentStreamEndsWhenItsClientGoes() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ApiHandler silent =
                exchange -> {
                    Thread handler = Thread.currentThread();
                    exchange.whenClientGone(handler::interrupt);
                    try (OutputStream out = exchange.stream(200, "text/plain")) {
                        out.write('x');
                        new CountDownLatch(1).await();
                    } finally {
                        gone.countDown();
                    }
                };
        try (ApiServer _ = start(silent)) {
            try (RawClient client = client()) {
                client.send("GET / HTTP/1.1\r\nHost: docker\r\n\r\n").until("x");
            }
            assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aRequestSentDuringASlowAnswerIsAnsweredNext() throws Exception {
        ApiHandler slow =
                exchange -> {
                    exchange.whenClientGone(() -> {});
                    boolean never =
                            Deadline.in(Duration.ofMillis(600))
                                    .await(Duration.ofSeconds(1), () -> false);
                    exchange.send(
                            200,
                            "text/plain",
                            (exchange.path() + never).getBytes(StandardCharsets.UTF_8));
                };
        try (ApiServer _ = start(slow);
                RawClient client = client()) {
            client.send("GET /one HTTP/1.1\r\nHost: docker\r\n\r\n");
            boolean never =
                    Deadline.in(Duration.ofMillis(400)).await(Duration.ofSeconds(1), () -> false);
            client.send("GET /two HTTP/1.1\r\nHost: docker\r\n\r\n");
            assertThat(never).isFalse();
            assertThat(client.until("/onefalse")).contains("200 OK");
            assertThat(client.until("/twofalse")).contains("200 OK");
        }
    }

    @Test
    void aStaleSocketIsReplacedAndALivingOneRefused() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (ApiServer _ = start(ECHO)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> start(ECHO)).isInstanceOf(BeltException.Conflict.class);
            assertThat(answer("GET / HTTP/1.1\r\nHost: docker\r\n\r\n")).contains("200 OK");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void failuresBecomeStatusAndMessage() throws Exception {
        ApiHandler failing =
                exchange -> {
                    switch (exchange.path()) {
                        case "/found" ->
                                throw new BeltException.NotFound(
                                        HttpProblem.SOCKET_FILE, "node x not found");
                        case "/bug" -> throw new IllegalStateException("oops");
                        default -> throw ApiError.unavailable("not \"now\"");
                    }
                };
        try (ApiServer _ = start(failing)) {
            assertThat(answer("GET /found HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("404 ")
                    .contains("{\"message\":\"node x not found\"}");
            assertThat(answer("GET /bug HTTP/1.1\r\nHost: docker\r\n\r\n")).contains("500 ");
            assertThat(answer("GET /x HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("503 ")
                    .contains("{\"message\":\"not \\\"now\\\"\"}");
        }
    }

    @Test
    void theUserAtTheOtherEndIsKnown() throws Exception {
        ApiHandler who =
                exchange ->
                        exchange.send(
                                200,
                                "text/plain",
                                exchange.peer().toString().getBytes(StandardCharsets.UTF_8));
        try (ApiServer _ = start(who)) {
            assertThat(answer("GET / HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("LocalUser[user=" + System.getProperty("user.name"));
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Listener there =
                    new Listener.Tls(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), taken.getLocalPort()),
                            SSLContext.getDefault());
            assertThatThrownBy(() ->
                            ApiServer.start(
                                    List.of(there), "Docker/0.1.0", Duration.ofSeconds(1), ECHO))
                    .isInstanceOf(BeltException.Conflict.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }
}
