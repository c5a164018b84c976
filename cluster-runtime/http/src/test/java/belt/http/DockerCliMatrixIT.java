package belt.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.Deadline;
import belt.http.relay.Engine;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.swarm.LocalNode;
import belt.http.swarm.OwnInfo;
import belt.http.testkit.Certificates;
import belt.http.testkit.FakeCluster;
import belt.http.testkit.FakeLogs;
import belt.http.testkit.PrivateEngine;
import belt.http.testkit.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The stock docker command through our front to a real engine, on the Unix socket and on TLS.
@TestInstance(Lifecycle.PER_CLASS)
class DockerCliMatrixIT {
    private static final int MEGABYTE = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeCluster cluster = new FakeCluster();
    private PrivateEngine engine;
    private ApiServer server;
    private Certificates certificates;

    enum Way {
        UNIX,
        TLS
    }

    @BeforeAll
    void start() throws Exception {
        String missing = PrivateEngine.missing();
        assumeTrue(missing.isEmpty(), missing);
        engine = PrivateEngine.start();
        certificates =
                Certificates.create(Files.createDirectory(engine.folder().resolve("certificates")));
        server =
                ApiServer.start(
                        List.of(
                                new Listener.Unix(socket(), "belt"),
                                new Listener.Tls(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        certificates.server())),
                        "Docker/0.1.0",
                        Duration.ofSeconds(10),
                        DockerApi.of(
                                Engine.at(engine.socket()),
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

    private Path socket() {
        return engine.folder().resolve("belt.sock");
    }

    @AfterAll
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (engine != null) {
            engine.stop();
        }
    }

    private Map<String, String> environment(Way way) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DOCKER_CONFIG", engine.folder().toString());
        environment.put("DOCKER_BUILDKIT", "0");
        switch (way) {
            case UNIX -> environment.put("DOCKER_HOST", "unix://" + socket());
            case TLS -> {
                int port = server.tlsAddress().orElseThrow().getPort();
                environment.put("DOCKER_HOST", "tcp://127.0.0.1:" + port);
                environment.put("DOCKER_TLS_VERIFY", "1");
                environment.put("DOCKER_CERT_PATH", certificates.folder().toString());
            }
        }
        return environment;
    }

    private Program docker(Way way, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return Program.start(environment(way), command);
    }

    private String run(Way way, String... arguments) throws Exception {
        Program.Result result = docker(way, arguments).feed(new byte[0]).await();
        assertThat(result.exit()).as(result.toString()).isZero();
        return result.out().strip();
    }

    private String container(Way way, String... command) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("run", "-d", "-i", "--network=none", "bb:1"));
        arguments.addAll(List.of(command));
        return run(way, arguments.toArray(String[]::new));
    }

    private void remove(Way way, String container) throws Exception {
        run(way, "rm", "-f", container);
    }

    private static byte[] noise(int megabytes) {
        byte[] bytes = new byte[megabytes * MEGABYTE];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static void eventually(Check condition) throws Exception {
        assertThat(
                        Deadline.in(SOON)
                                .await(
                                        Duration.ofMillis(50),
                                        () -> {
                                            try {
                                                return condition.holds();
                                            } catch (Exception e) {
                                                throw new AssertionError(e);
                                            }
                                        }))
                .isTrue();
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void versionShowsBothRangesOfTheApi(Way way) throws Exception {
        assertThat(run(way, "version", "--format", "{{json .Server}}"))
                .contains("\"ApiVersion\":\"1.51\"", "\"Name\":\"belt\"", "\"Name\":\"Engine\"");
    }

    @ParameterizedTest
    @EnumSource
    void classicBuildStreamsItsOutput(Way way) throws Exception {
        Program.Result result =
                docker(way, "build", "-t", "built:1", "-")
                        .feed("FROM bb:1\nLABEL a=b\n".getBytes(UTF_8))
                        .await();
        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.out()).contains("Successfully tagged built:1");
    }

    @ParameterizedTest
    @EnumSource
    void imagesTravelBothWays(Way way) throws Exception {
        String big = container(way, "sh", "-c", "head -c 30000000 /dev/zero > /tmp/big");
        run(way, "wait", big);
        run(way, "commit", big, "big:1");
        remove(way, big);
        Path file = engine.folder().resolve("big.tar");
        run(way, "save", "-o", file.toString(), "big:1");
        assertThat(Files.size(file)).isGreaterThan(30_000_000);
        run(way, "rmi", "big:1");
        assertThat(run(way, "load", "-i", file.toString())).contains("big:1");
        run(way, "rmi", "big:1");
        Files.delete(file);
    }

    @ParameterizedTest
    @EnumSource
    void eventsArriveWhileTheyHappen(Way way) throws Exception {
        String since = run(way, "info", "--format", "{{.SystemTime}}");
        String container = container(way, "true");
        run(way, "wait", container);
        String until = run(way, "info", "--format", "{{.SystemTime}}");
        assertThat(
                        run(
                                way,
                                "events",
                                "--since",
                                since,
                                "--until",
                                until,
                                "--format",
                                "{{.Action}} {{.Actor.ID}}"))
                .contains("start " + container);
        remove(way, container);
    }

    @ParameterizedTest
    @EnumSource
    void logsFollowUntilTheEnd(Way way) throws Exception {
        String container =
                container(way, "sh", "-c", "echo one; sleep 0.5; echo two; sleep 0.5; echo three");
        assertThat(run(way, "logs", "-f", container)).isEqualTo("one\ntwo\nthree");
        remove(way, container);
    }

    @ParameterizedTest
    @EnumSource
    void terminalsWork(Way way) throws Exception {
        String command = "docker run -it --rm --network=none bb:1 sh -c 'echo on a tty; head -n1'";
        Program.Result result =
                Program.start(environment(way), List.of("script", "-qec", command, "/dev/null"))
                        .feed("typed\n".getBytes(UTF_8))
                        .await();
        assertThat(result.exit()).as(result.toString()).isZero();
        assertThat(result.out()).contains("on a tty").contains("typed\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void attachCarriesInputAndLateOutput(Way way) throws Exception {
        String container =
                run(
                        way,
                        "create",
                        "-i",
                        "--network=none",
                        "bb:1",
                        "sh",
                        "-c",
                        "cat; sleep 0.3; echo late");
        Program.Result result =
                docker(way, "start", "--attach", "--interactive", container)
                        .feed("in\n".getBytes(UTF_8))
                        .await();
        assertThat(result.out()).as(result.toString()).isEqualTo("in\nlate\n");
        remove(way, container);
    }

    @ParameterizedTest
    @EnumSource
    void smallInputComesBack(Way way) throws Exception {
        Program.Result result =
                docker(way, "run", "-i", "--rm", "--network=none", "bb:1", "cat")
                        .feed("hi\n".getBytes(UTF_8))
                        .await();
        assertThat(result.out()).as(result.toString()).isEqualTo("hi\n");
    }

    @ParameterizedTest
    @EnumSource
    void twentyMegabytesGoIn(Way way) throws Exception {
        Program.Result result =
                docker(way, "run", "-i", "--rm", "--network=none", "bb:1", "wc", "-c")
                        .feed(noise(20))
                        .await();
        assertThat(result.out()).as(result.toString()).isEqualTo(20 * MEGABYTE + "\n");
    }

    @ParameterizedTest
    @EnumSource
    void twentyMegabytesComeOut(Way way) throws Exception {
        Program.Result result =
                docker(
                                way,
                                "run",
                                "--rm",
                                "--network=none",
                                "bb:1",
                                "sh",
                                "-c",
                                "head -c 20000000 /dev/zero")
                        .feed(new byte[0])
                        .await();
        assertThat(result.bytes().length).as(result.err()).isEqualTo(20_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void tenMegabytesGoInAndComeBackUnchanged(Way way) throws Exception {
        byte[] sent = noise(10);
        Program.Result result =
                docker(way, "run", "-i", "--rm", "--network=none", "bb:1", "cat")
                        .feed(sent)
                        .await();
        assertThat(result.bytes()).as(result.err()).isEqualTo(sent);
    }

    @ParameterizedTest
    @EnumSource
    void execCarriesInputAndOutput(Way way) throws Exception {
        String container = container(way, "sleep", "1000");
        Program.Result small =
                docker(way, "exec", "-i", container, "cat").feed("x\n".getBytes(UTF_8)).await();
        assertThat(small.out()).as(small.toString()).isEqualTo("x\n");
        Program.Result big =
                docker(way, "exec", "-i", container, "wc", "-c").feed(noise(20)).await();
        assertThat(big.out()).as(big.toString()).isEqualTo(20 * MEGABYTE + "\n");
        remove(way, container);
    }

    @ParameterizedTest
    @EnumSource
    void aKilledClientFreesTheEngine(Way way) throws Exception {
        String container = container(way, "sh", "-c", "echo ready; sleep 1000");
        try (Program logs = docker(way, "logs", "-f", container)) {
            eventually(() -> logs.shown().contains("ready"));
            long before = engine.connections();
            logs.kill();
            eventually(() -> engine.connections() < before);
        }
        remove(way, container);
    }

    @ParameterizedTest
    @EnumSource
    void filesAreCopiedBothWays(Way way) throws Exception {
        String container = container(way, "sleep", "1000");
        Path sent = engine.folder().resolve("sent");
        Path back = engine.folder().resolve("back");
        Files.write(sent, noise(10));
        run(way, "cp", sent.toString(), container + ":/tmp/file");
        run(way, "cp", container + ":/tmp/file", back.toString());
        assertThat(back).hasSameBinaryContentAs(sent);
        remove(way, container);
        Program.Result missing = docker(way, "cp", "nobody:/x", back.toString()).await();
        assertThat(missing.exit()).isOne();
        assertThat(missing.err()).contains("No such container");
    }

    @ParameterizedTest
    @EnumSource
    void whatAnOlderEngineWouldDropIsRefused(Way way) throws Exception {
        Program.Result annotations =
                docker(way, "run", "--rm", "--annotation", "a=b", "bb:1", "true").await();
        assertThat(annotations.err()).contains("does not know HostConfig.Annotations");
        Program.Result prune = docker(way, "volume", "prune", "-f").await();
        assertThat(prune.err()).contains("would remove named volumes too");
        run(way, "volume", "prune", "-f", "--all");
    }

    @ParameterizedTest
    @EnumSource
    void anImageOfTheNodesNeedsNoRegistry(Way way) throws Exception {
        if (cluster.facts().state() == LocalNode.State.INACTIVE) {
            run(way, "swarm", "init");
        }
        assertThat(run(way, "info", "--format", "{{.ServerVersion}} {{.Swarm.LocalNodeState}}"))
                .endsWith(" active");
        long begin = System.nanoTime();
        Program.Result made = docker(way, "service", "create", "-d", "bb:1").await();
        assertThat(made.exit()).as(made.toString()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
}
