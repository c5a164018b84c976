package belt.http.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import belt.http.DockerApi;
import belt.http.json.Json;
import belt.http.relay.Engine;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.testkit.Certificates;
import belt.http.testkit.FakeLogs;
import belt.http.testkit.RawClient;
import belt.model.NodeId;
import belt.store.Store;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that come while the managers elect another leader.
class LeaderChangeTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final LocalNode.Standing LEADERLESS =
            new LocalNode.Standing.Leaderless(new Store());

    @TempDir private Path folder;
    private Certificates certificates;
    private final AtomicInteger looks = new AtomicInteger();

    /// Where the node stands at each look; the last for ever.
    private record Turns(AtomicInteger looks, List<LocalNode.Standing> turns) implements LocalNode {
        @Override
        public Standing standing() {
            return turns.get(Math.min(looks.getAndIncrement(), turns.size() - 1));
        }

        @Override
        public Facts facts() {
            return new Facts(new NodeId("a"), "10.0.0.1", State.ACTIVE, true, "", List.of());
        }

        @Override
        public NodeId init(InitRequest request) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void join(JoinRequest request) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void leave(boolean force) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Json raft() {
            return new Json.Obj(Map.of());
        }
    }

    @BeforeEach
    void makeKeys() throws Exception {
        certificates = Certificates.create(folder);
    }

    private ApiServer manager(Duration patience, LocalNode.Standing... turns) {
        return ApiServer.start(
                List.of(new Listener.Unix(folder.resolve("s"), "belt")),
                "Docker/0.1.0",
                LONG,
                DockerApi.of(
                        Engine.none(),
                        new Turns(looks, List.of(turns)),
                        new FakeLogs(),
                        new LeaderForwarder(this::clientContext, patience),
                        new OwnInfo("n", "0.1.0", 1, 1, List.of()),
                        InstantSource.system()));
    }

    private SSLContext clientContext() {
        try {
            return certificates.client();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private ApiServer leader() throws Exception {
        return ApiServer.start(
                List.of(
                        new Listener.Tls(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                certificates.server())),
                "Docker/0.1.0",
                LONG,
                exchange ->
                        exchange.send(
                                200,
                                "text/plain",
                                ("took " + exchange.body(1 << 20).length)
                                        .getBytes(StandardCharsets.UTF_8)));
    }

    private String ask(String request) throws Exception {
        try (RawClient client = RawClient.connect(folder.resolve("s"))) {
            return client.send(request).half().rest();
        }
    }

    @Test
    void waitForTheNewLeaderWithAllTheyBring() throws Exception {
        InetSocketAddress gone;
        try (ApiServer before = leader()) {
            gone = before.tlsAddress().orElseThrow();
        }
        try (ApiServer leader = leader();
                ApiServer _ =
                        manager(
                                LONG,
                                new LocalNode.Standing.Following(new Store(), gone),
                                LEADERLESS,
                                LEADERLESS,
                                new LocalNode.Standing.Following(
                                        new Store(), leader.tlsAddress().orElseThrow()))) {
            String request =
                    "POST /services/create HTTP/1.1\r\nHost: docker\r\nContent-Length: 50000\r\n\r\n";
            assertThat(ask(request + "x".repeat(50_000))).contains("200 OK").endsWith("took 50000");
            assertThat(looks).hasValue(4);
        }
    }

    @Test
    void areRefusedAtOnceAfterOneHasWaitedInVain() throws Exception {
        try (ApiServer _ = manager(Duration.ofMillis(200), LEADERLESS)) {
            assertThat(ask("GET /nodes HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("The swarm does not have a leader.");
            assertThat(looks).hasValueGreaterThan(1);
            looks.set(0);
            assertThat(ask("GET /nodes HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("The swarm does not have a leader.");
            assertThat(looks).hasValue(1);
        }
    }

    @Test
    void hearThatTheLeaderIsSilent() throws Exception {
        InetSocketAddress gone;
        try (ApiServer before = leader()) {
            gone = before.tlsAddress().orElseThrow();
        }
        try (ApiServer _ =
                manager(Duration.ZERO, new LocalNode.Standing.Following(new Store(), gone))) {
            assertThat(ask("GET /nodes HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("500 ")
                    .contains("code = Unavailable desc = the leader at ")
                    .contains("does not answer");
        }
    }

    @Test
    void pingTellsThatThereIsNoLeader() throws Exception {
        try (ApiServer _ = manager(Duration.ZERO, LEADERLESS)) {
            assertThat(ask("HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n"))
                    .contains("Swarm: active/manager")
                    .contains("Belt-Leader: none");
        }
    }
}
