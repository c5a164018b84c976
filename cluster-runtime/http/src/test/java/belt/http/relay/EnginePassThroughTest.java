package belt.http.relay;

import static org.assertj.core.api.Assertions.assertThat;

import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.testkit.RawClient;
import belt.http.testkit.ScriptedEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginePassThroughTest {
    @TempDir private Path folder;

    private ApiServer front() {
        return ApiServer.start(
                List.of(new Listener.Unix(folder.resolve("s"), "belt")),
                "Docker/0.1.0",
                Duration.ofSeconds(5),
                new EnginePassThrough(Engine.at(folder.resolve("engine"))));
    }

    private ScriptedEngine engine(ScriptedEngine.Script script) throws Exception {
        return ScriptedEngine.start(folder.resolve("engine"), script);
    }

    private RawClient client() throws Exception {
        return RawClient.connect(folder.resolve("s"));
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: docker\r\n" + headers + "\r\n" + body;
    }

    @Test
    void theVersionIsTheNewestThatBothKnow() throws Exception {
        try (ScriptedEngine engine =
                        engine((_, c) -> c.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                ApiServer _ = front()) {
            for (String path : List.of("/v1.50/a%2Fb?x=y", "/v1.30/c", "/d")) {
                try (RawClient client = client()) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: docker\r\nX-A: b\r\n\r\n")
                            .half();
                    assertThat(client.rest()).contains("200 OK");
                }
            }
            assertThat(engine.heads().get(0))
                    .startsWith("GET /v1.41/a%2Fb?x=y HTTP/1.1\r\n")
                    .contains("X-A: b\r\n");
            assertThat(engine.heads().get(1)).startsWith("GET /v1.30/c HTTP/1.1\r\n");
            assertThat(engine.heads().get(2)).startsWith("GET /v1.41/d HTTP/1.1\r\n");
        }
    }

    @Test
    void withoutAnEngineTheAnswerSaysSo() throws Exception {
        try (ApiServer _ = front();
                RawClient client = client()) {
            client.send("GET /containers/json HTTP/1.1\r\nHost: docker\r\n\r\n").half();
            assertThat(client.rest())
                    .contains("503 Service Unavailable")
                    .contains(
                            "{\"message\":\"the container engine of this node does not answer on ");
        }
    }

    @Test
    void aHijackWithoutUpgradeKeepsBytesBehindTheHeadAndHalfClose() throws Exception {
        ScriptedEngine.Script attach =
                (_, c) -> {
                    c.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream"
                                    + "\r\n\r\nearly ");
                    c.send("got " + c.until("\0never"));
                };
        try (ScriptedEngine _ = engine(attach);
                ApiServer _ = front();
                RawClient client = client()) {
            client.send(post("/v1.41/containers/x/attach?stream=1", "", "payload")).half();
            assertThat(client.rest())
                    .contains("200 OK")
                    .contains("Content-Type: application/vnd.docker.raw-stream")
                    .doesNotContain("Content-Length")
                    .endsWith("\r\n\r\nearly got payload");
        }
    }

    @Test
    void aHijackWithUpgradeAnswers101() throws Exception {
        ScriptedEngine.Script attach =
                (head, c) -> {
                    c.send(
                            "HTTP/1.1 101 UPGRADED\r\nContent-Type:"
                                    + " application/vnd.docker.raw-stream\r\nConnection:"
                                    + " Upgrade\r\nUpgrade: tcp\r\n\r\n");
                    c.send(head.contains("Upgrade: tcp") ? "asked " : "not asked ");
                    c.send(c.until("\0never"));
                };
        try (ScriptedEngine _ = engine(attach);
                ApiServer _ = front();
                RawClient client = client()) {
            client.send(
                    post(
                            "/v1.41/containers/x/attach",
                            "Connection: Upgrade\r\nUpgrade: tcp\r\n",
                            ""));
            assertThat(client.until("\r\n\r\n"))
                    .contains("101 Switching Protocols")
                    .contains("Upgrade: tcp");
            assertThat(client.send("later").half().rest()).isEqualTo("asked later");
        }
    }

    @Test
    void aChunkedBodyArrivesChunkedAndItsAnswerMayComeFirst() throws Exception {
        ScriptedEngine.Script build =
                (_, c) -> {
                    c.until("one");
                    c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nout\r\n");
                    String rest = c.until("0\r\n\r\n");
                    c.send(rest.contains("two") ? "3\r\nend\r\n0\r\n\r\n" : "0\r\n\r\n");
                };
        try (ScriptedEngine _ = engine(build);
                ApiServer _ = front();
                RawClient client = client()) {
            client.send(post("/v1.41/build", "Transfer-Encoding: chunked\r\n", "3\r\none\r\n"));
            assertThat(client.until("out")).contains("200 OK");
            client.send("3\r\ntwo\r\n0\r\n\r\n").half();
            assertThat(client.rest()).contains("end").endsWith("0\r\n\r\n");
        }
    }

    @Test
    void aBrokenAnswerIsNotMadeToLookComplete() throws Exception {
        try (ScriptedEngine _ =
                        engine((_, c) ->
                                c.send(
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding:"
                                                + " chunked\r\n\r\n3\r\nabc\r\n"));
                ApiServer _ = front();
                RawClient client = client()) {
            client.send("GET /v1.41/logs HTTP/1.1\r\nHost: docker\r\n\r\n");
            assertThat(client.rest()).contains("abc").doesNotContain("0\r\n\r\n");
        }
    }

    @Test
    void aClientThatGoesIsSeenByTheEngine() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        ScriptedEngine.Script silent =
                (_, c) -> {
                    c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    c.until("\0never");
                    seen.countDown();
                };
        try (ScriptedEngine _ = engine(silent);
                ApiServer _ = front()) {
            try (RawClient client = client()) {
                client.send("GET /v1.41/events HTTP/1.1\r\nHost: docker\r\n\r\n");
                assertThat(client.until("\r\n\r\n")).contains("200 OK");
            }
            assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatTheEngineWouldDropIsRefusedAndTheRestTranslated() throws Exception {
        ScriptedEngine.Script echo =
                (_, c) -> {
                    String body = c.until("}}");
                    c.send(
                            "HTTP/1.1 201 Created\r\nContent-Length: "
                                    + body.length()
                                    + "\r\n\r\n"
                                    + body);
                };
        String json = "{\"Image\":\"a\",\"HostConfig\":{\"Annotations\":{\"a\":\"b\"}}}";
        try (ScriptedEngine engine = engine(echo);
                ApiServer _ = front();
                RawClient client = client()) {
            client.send(
                    post(
                            "/v1.50/containers/create",
                            "Content-Type: application/json\r\nContent-Length: "
                                    + json.length()
                                    + "\r\n",
                            json));
            assertThat(client.until("}\n")).contains("400 ").contains("HostConfig.Annotations");
            assertThat(engine.heads()).isEmpty();
        }
    }
}
