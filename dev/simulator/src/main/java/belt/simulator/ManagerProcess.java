package belt.simulator;

import belt.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One manager: `beltd` from the node bundle, as it runs on a node, with a configuration of its own on loopback.
final class ManagerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final String HOST = "127.0.0.1";

    private final String name;
    private final Path folder;
    private final Process process;
    private final int clusterPort;
    private final ManagerApi api;

    private ManagerProcess(
            String name, Path folder, Process process, int clusterPort, ManagerApi api) {
        this.name = name;
        this.folder = folder;
        this.process = process;
        this.clusterPort = clusterPort;
        this.api = api;
    }

    static ManagerProcess start(String name, Path parent, Options options)
            throws IOException, InterruptedException, SimulationFailed {
        Path folder = Files.createDirectories(parent.resolve(name));
        int clusterPort = freePort();
        Path config = folder.resolve("beltd.yaml");
        Files.writeString(
                config,
                """
                format: 1
                advertise-addr: %s
                hostname: %s
                state-dir: %s
                run-dir: %s
                api-listen: ""
                cluster-port: %d
                raft-port: %d
                tls-dir: %s
                engine-socket: ""
                """
                        .formatted(
                                HOST,
                                name,
                                folder.resolve("state"),
                                folder.resolve("run"),
                                clusterPort,
                                freePort(),
                                folder.resolve("tls")));
        var command =
                new ProcessBuilder(
                                List.of(options.beltd().toString(), "--config", config.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile());
        command.environment().put("BELTD_JAVA_OPTS", options.managerJava());
        var api = new ManagerApi(folder.resolve("run").resolve("docker.sock"));
        var started = new ManagerProcess(name, folder, command.start(), clusterPort, api);
        boolean up =
                Deadline.in(START)
                        .await(Duration.ofMillis(50), () -> api.answers() || !started.alive());
        if (!up || !started.alive()) {
            started.close();
            throw new SimulationFailed(
                    "manager " + name + " does not answer:\n" + started.logTail());
        }
        return started;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    ManagerApi api() {
        return api;
    }

    String host() {
        return HOST;
    }

    /// host:port for joining.
    String address() {
        return HOST + ":" + clusterPort;
    }

    boolean alive() {
        return process.isAlive();
    }

    ProcessUsage usage() throws IOException {
        return ProcessUsage.of(process.pid());
    }

    String logTail() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        return name
                + ": "
                + String.join(
                        "\n    ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
