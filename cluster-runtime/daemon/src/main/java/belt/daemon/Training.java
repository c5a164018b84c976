package belt.daemon;

import belt.core.BeltException;
import belt.model.Availability;
import belt.model.ClusterSpec;
import belt.pki.CurrentIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/// Makes and ends a cluster of one node on loopback, in a folder of its own, so that a class cache holds what a node and
/// a manager need.
final class Training {
    private Training() {}

    static void run() {
        Beltd.configureLogging("warn");
        try {
            Path folder = Files.createTempDirectory("beltd-training");
            try {
                train(config(folder));
            } finally {
                try (var files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE,
                    "the training folder cannot be used: " + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static DaemonConfig config(Path folder) throws IOException {
        DaemonConfig d = DaemonConfig.of("127.0.0.1");
        return new DaemonConfig(
                "127.0.0.1",
                "training",
                folder.resolve("state"),
                folder.resolve("run"),
                "",
                freePort(),
                freePort(),
                folder.resolve("tls"),
                "",
                List.of(),
                d.logLevel());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void train(DaemonConfig config) throws InterruptedException {
        var identity = new CurrentIdentity();
        try (var runtime = new LocalRuntime(config, identity);
                var node =
                        new ClusterNode(
                                config,
                                identity,
                                runtime,
                                why -> {
                                    throw why;
                                },
                                Clock.systemUTC())) {
            node.init(ClusterSpec.DEFAULT, Availability.ACTIVE);
        }
    }
}
