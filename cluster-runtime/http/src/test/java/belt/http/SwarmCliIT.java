package belt.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.Deadline;
import belt.http.relay.Engine;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.swarm.OwnInfo;
import belt.http.testkit.FakeCluster;
import belt.http.testkit.FakeLogs;
import belt.http.testkit.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stock docker command against the cluster's part of the API, with a cluster in memory and no engine.
class SwarmCliIT {
    @TempDir private Path folder;
    private final FakeCluster cluster = new FakeCluster();
    private ApiServer server;

    @BeforeEach
    void start() {
        assumeTrue(
                Program.onPath("docker"),
                "the docker command is missing: apt-get install docker-cli");
        server =
                ApiServer.start(
                        List.of(new Listener.Unix(folder.resolve("s"), "belt")),
                        "Docker/0.1.0",
                        Duration.ofSeconds(10),
                        DockerApi.of(
                                Engine.none(),
                                cluster,
                                new FakeLogs(),
                                new LeaderForwarder(
                                        () -> {
                                            throw new AssertionError("nothing is forwarded");
                                        },
                                        Duration.ZERO),
                                new OwnInfo("node1", "0.1.0", 2, 1L << 30, List.of()),
                                InstantSource.system()));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Program.Result docker(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Program.start(
                        Map.of(
                                "DOCKER_HOST",
                                "unix://" + folder.resolve("s"),
                                "DOCKER_CONFIG",
                                folder.toString()),
                        command)
                .feed(new byte[0])
                .await();
    }

    private String run(String... arguments) throws Exception {
        Program.Result result = docker(arguments);
        assertThat(result.exit()).as(result.toString()).isZero();
        return result.out().replaceAll("\\b[a-z0-9]{25}\\b", "ID").strip();
    }

    private String refusal(String... arguments) throws Exception {
        Program.Result result = docker(arguments);
        assertThat(result.exit()).as(result.toString()).isNotZero();
        return result.err().replaceAll("\\b[a-z0-9]{25}\\b", "ID").strip();
    }

    private static String squeezed(String table) {
        return table.replaceAll("(?m) +$", "").replaceAll(" {2,}", "  ");
    }

    @Test
    void aNodeOutsideAClusterSaysHowToGetIn() throws Exception {
        assertThat(refusal("node", "ls"))
                .isEqualTo(
                        "Error response from daemon: This node is not a swarm manager. Use \"docker"
                                + " swarm init\" or \"docker swarm join\" to connect this node to"
                                + " swarm and try again.");
        assertThat(run("info", "--format", "{{json .Swarm}}"))
                .startsWith("{\"NodeID\":\"\",\"NodeAddr\":\"\",\"LocalNodeState\":\"inactive\"");
        assertThat(refusal("swarm", "leave")).contains("This node is not part of a swarm");
        assertThat(refusal("swarm", "join", "--token", "x", "10.0.0.1:2377"))
                .contains("A valid join token is necessary to join this cluster");
    }

    @Test
    void initPrintsTheJoinCommand() throws Exception {
        assertThat(run("swarm", "init", "--advertise-addr", "10.77.1.1"))
                .startsWith("Swarm initialized: current node (ID) is now a manager.")
                .contains("    docker swarm join --token SWMTKN-1-digest-worker 10.77.1.1:2377");
        assertThat(refusal("swarm", "init")).contains("This node is already part of a swarm.");
        assertThat(run("swarm", "join-token", "-q", "manager"))
                .isEqualTo("SWMTKN-1-digest-manager");
        assertThat(run("swarm", "join-token", "worker"))
                .contains("docker swarm join --token SWMTKN-1-digest-worker 10.77.1.1:2377");
        assertThat(run("swarm", "join-token", "--rotate", "-q", "worker"))
                .isEqualTo("SWMTKN-1-digest-rotated");
        assertThat(run("swarm", "update", "--task-history-limit", "3")).isEqualTo("Swarm updated.");
        assertThat(run("info", "--format", "{{.Swarm.Cluster.Spec.Orchestration}}")).isNotEmpty();
        assertThat(refusal("swarm", "update", "--autolock")).contains("not supported");
        assertThat(refusal("swarm", "leave"))
                .contains("Removing the last manager erases all current state of the swarm.");
        assertThat(run("swarm", "leave", "--force")).isEqualTo("Node left the swarm.");
    }

    @Test
    void nodesAreListedShownAndChanged() throws Exception {
        run("swarm", "init");
        cluster.addOthers();
        assertThat(squeezed(run("node", "ls")))
                .isEqualTo(
                        """
                        ID  HOSTNAME  STATUS  AVAILABILITY  MANAGER STATUS  ENGINE VERSION
                        ID *  node1  Ready  Active  Leader  20.10.24
                        ID  node2  Ready  Active  20.10.24
                        ID  node3  Ready  Active  20.10.24\
                        """);
        assertThat(run("node", "update", "--availability", "drain", "node2")).isEqualTo("node2");
        run("node", "update", "--label-add", "zone=a", "node3");
        assertThat(run("node", "ls", "-q", "--filter", "node.label=zone=a")).isEqualTo("ID");
        assertThat(run("node", "inspect", "self", "--pretty")).contains("Hostname:", "node1");
        assertThat(run("node", "inspect", "node2", "--format", "{{.Spec.Availability}}"))
                .isEqualTo("drain");
        assertThat(run("node", "promote", "node2"))
                .isEqualTo("Node node2 promoted to a manager in the swarm.");
        assertThat(refusal("node", "rm", "node3")).contains("is not down and can't be removed");
        assertThat(run("node", "rm", "--force", "node3")).isEqualTo("node3");
        assertThat(refusal("node", "inspect", "node3")).contains("node node3 not found");
    }

    @Test
    void servicesConvergeAndAreShown() throws Exception {
        run("swarm", "init");
        cluster.addOthers();
        Program.Result created =
                docker(
                        "service",
                        "create",
                        "--name",
                        "web",
                        "--replicas",
                        "3",
                        "-p",
                        "8080:80",
                        "--label",
                        "a=b",
                        "--env",
                        "X=1",
                        "--constraint",
                        "node.role!=nobody",
                        "--no-resolve-image",
                        "hello");
        assertThat(created.exit()).as(created.toString()).isZero();
        assertThat(created.out())
                .contains("overall progress: 3 out of 3 tasks")
                .contains("verify: Service ")
                .contains(" converged");
        assertThat(squeezed(run("service", "ls")))
                .isEqualTo(
                        """
                        ID  NAME  MODE  REPLICAS  IMAGE  PORTS
                        """
                                + cluster.store()
                                        .read(v -> v.services().iterator().next().id().value())
                                        .substring(0, 12)
                                + "  web  replicated  3/3  hello:latest  *:8080->80/tcp");
        assertThat(
                        squeezed(
                                run(
                                        "service",
                                        "ps",
                                        "--format",
                                        "{{.Name}} {{.Node}} {{.DesiredState}}",
                                        "web")))
                .isEqualTo("web.1 node1 Running\nweb.2 node2 Running\nweb.3 node3 Running");
        assertThat(run("service", "inspect", "--format", "{{json .Spec.EndpointSpec}}", "web"))
                .isEqualTo(
                        "{\"Mode\":\"vip\",\"Ports\":[{\"Protocol\":\"tcp\",\"TargetPort\":80,"
                                + "\"PublishedPort\":8080,\"PublishMode\":\"ingress\"}]}");
        assertThat(run("service", "inspect", "--pretty", "WEB"))
                .contains("Service Mode:\tReplicated", " Replicas:\t3", "hello:latest");
    }

    @Test
    void servicesAreScaledUpdatedRolledBackAndRemoved() throws Exception {
        run("swarm", "init");
        run("service", "create", "-d", "--name", "web", "--no-resolve-image", "hello");
        assertThat(run("service", "scale", "-d", "web=4")).contains("web scaled to 4");
        assertThat(run("service", "ls", "--format", "{{.Name}} {{.Replicas}}"))
                .isEqualTo("web 4/4");
        run("service", "update", "-d", "--no-resolve-image", "--image", "hello:2", "web");
        assertThat(run("service", "inspect", "--format", image(), "web")).isEqualTo("hello:2");
        assertThat(run("service", "ps", "web")).contains(" \\_ web.1");
        run("service", "rollback", "-d", "web");
        assertThat(run("service", "inspect", "--format", image(), "web")).isEqualTo("hello:latest");
        assertThat(run("service", "rm", "web")).isEqualTo("web");
        assertThat(refusal("service", "ps", "web")).contains("no such service: web");
        assertThat(refusal("service", "rm", "web")).contains("service web not found");
    }

    private static String image() {
        return "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
    }

    @Test
    void badServicesAreRefusedInSwarmsWords() throws Exception {
        run("swarm", "init");
        run("service", "create", "-d", "--name", "web", "--no-resolve-image", "hello");
        assertThat(refusal("service", "create", "--name", "Web", "--no-resolve-image", "hello"))
                .contains("name conflicts with an existing object: service Web already exists");
        assertThat(refusal("service", "create", "--name", "a.b", "--no-resolve-image", "hello"))
                .contains("name must be valid as a DNS name component");
        assertThat(
                        refusal(
                                "service",
                                "create",
                                "--constraint",
                                "node.role=x",
                                "--no-resolve-image",
                                "hello"))
                .contains("constraint expected one operator from ==, !=");
        assertThat(
                        refusal(
                                "service",
                                "create",
                                "--limit-memory",
                                "1m",
                                "--no-resolve-image",
                                "hello"))
                .contains("invalid memory value 1048576: Must be at least 4MiB");
        assertThat(refusal("service", "update", "--replicas", "-1", "web")).isNotEmpty();
    }

    @Test
    void anImageThatOnlyTheNodesHaveIsAnsweredAtOnce() throws Exception {
        run("swarm", "init");
        long before = System.nanoTime();
        Program.Result result = docker("service", "create", "-d", "--name", "web", "hello");
        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void logsNameTheirTask() throws Exception {
        run("swarm", "init");
        run("service", "create", "-d", "--name", "web", "--no-resolve-image", "hello");
        assertThat(run("service", "logs", "web").replaceAll("[a-z0-9]{12}@", "@"))
                .isEqualTo("web.1.@node1    | hello\nweb.1.@node1    | world");
    }

    @Test
    void eventsTellWhatChanged() throws Exception {
        run("swarm", "init");
        try (Program events =
                Program.start(
                        Map.of("DOCKER_HOST", "unix://" + folder.resolve("s")),
                        List.of(
                                "docker",
                                "events",
                                "--filter",
                                "type=service",
                                "--format",
                                "{{.Action}} {{.Actor.Attributes}}"))) {
            Deadline deadline = Deadline.in(Duration.ofSeconds(20));
            int number = 0;
            while (!events.shown().contains("create") && !deadline.passed()) {
                run("service", "create", "-d", "--name", "s" + number++, "--no-resolve-image", "x");
            }
            run("service", "scale", "-d", "s0=3");
            deadline.await(Duration.ofMillis(50), () -> events.shown().contains("update"));
            assertThat(events.shown())
                    .contains("create map[name:s")
                    .contains("update map[name:s0 replicas.new:3 replicas.old:1]");
        }
    }
}
