package belt.http.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import belt.http.DockerApi;
import belt.http.json.Json;
import belt.http.relay.Engine;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.testkit.FakeLogs;
import belt.http.testkit.RawClient;
import belt.model.NodeId;
import belt.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderGateTest {
    @TempDir private Path folder;

    /// A node that stands where the test puts it.
    private record Standing(LocalNode.Standing standing, Facts facts) implements LocalNode {
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
            // it may
        }

        @Override
        public Json raft() {
            return new Json.Obj(Map.of());
        }
    }

    private String ask(LocalNode.Standing standing, String request) throws Exception {
        LocalNode.Facts facts =
                new LocalNode.Facts(
                        new NodeId("a"), "10.0.0.1", LocalNode.State.ACTIVE, true, "", List.of());
        LeaderForwarder none =
                new LeaderForwarder(
                        () -> {
                            throw new AssertionError("not asked for");
                        },
                        Duration.ZERO);
        try (ApiServer _ =
                        ApiServer.start(
                                List.of(new Listener.Unix(folder.resolve("s"), "belt")),
                                "Docker/0.1.0",
                                Duration.ofSeconds(5),
                                DockerApi.of(
                                        Engine.none(),
                                        new Standing(standing, facts),
                                        new FakeLogs(),
                                        none,
                                        new OwnInfo("n", "0.1.0", 1, 1, List.of()),
                                        InstantSource.system()));
                RawClient client = RawClient.connect(folder.resolve("s"))) {
            return client.send(request + " HTTP/1.1\r\nHost: docker\r\n\r\n").half().rest();
        }
    }

    @Test
    void workersSendToAManager() throws Exception {
        assertThat(ask(new LocalNode.Standing.Worker(), "GET /services"))
                .contains("503 ")
                .contains("Worker nodes can't be used to view or modify cluster state.");
        assertThat(ask(new LocalNode.Standing.Worker(), "POST /swarm/leave")).contains("200 OK");
    }

    @Test
    void managersWithoutALeaderSayWhy() throws Exception {
        LocalNode.Standing standing = new LocalNode.Standing.Leaderless(new Store());
        assertThat(ask(standing, "GET /nodes"))
                .contains("500 ")
                .contains("The swarm does not have a leader.");
        assertThat(ask(standing, "GET /info"))
                .contains("\"ControlAvailable\":true,\"Error\":\"rpc error: code = Unknown");
        assertThat(ask(standing, "POST /swarm/leave"))
                .contains("503 ")
                .contains("Doing so may lose the consensus of your cluster.");
    }

    @Test
    void managersThatStartAreBeingPrepared() throws Exception {
        assertThat(ask(new LocalNode.Standing.Starting(), "GET /swarm"))
                .contains("Manager is being prepared or has trouble connecting to the cluster.");
    }

    @Test
    void pingTellsTheRole() throws Exception {
        assertThat(ask(new LocalNode.Standing.Worker(), "HEAD /_ping"))
                .contains("Swarm: active/manager")
                .contains("Content-Length: 0")
                .contains("Cache-Control: no-cache, no-store, must-revalidate");
    }

    @Test
    void unknownPathsOfOursAreNotFound() throws Exception {
        assertThat(ask(new LocalNode.Standing.Worker(), "PUT /services/x"))
                .contains("404 ")
                .contains("{\"message\":\"page not found\"}");
    }
}
