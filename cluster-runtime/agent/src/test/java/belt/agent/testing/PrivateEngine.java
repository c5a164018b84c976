package belt.agent.testing;

import belt.core.Deadline;
import belt.core.RandomId;
import belt.engine.DockerEngine;
import belt.linux.CgroupLayout;
import belt.linux.Command;
import belt.linux.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A real engine of our own: in mount and network namespaces of its own, with its own folders, socket and control group,
/// and with the image `busybox:local`. It ends with everything that it made.
public final class PrivateEngine {
    private static final List<String> APPLETS =
            List.of("sh", "sleep", "echo", "cat", "httpd", "ls", "env", "hostname", "true", "test");

    private final Path folder;
    private final String group;
    private Process process;
    public final DockerEngine engine;

    private PrivateEngine(Path folder, String group) throws IOException {
        this.folder = folder;
        this.group = group;
        this.process = launch();
        this.engine = DockerEngine.at(socket());
    }

    public static PrivateEngine start(Path folder) throws IOException, InterruptedException {
        Needs.root();
        Needs.program("dockerd", "docker.io");
        Needs.program("busybox", "busybox-static");
        Needs.program("unshare", "util-linux");
        var started = new PrivateEngine(folder, "belt-it-" + RandomId.next().substring(0, 8));
        started.awaitAnswer();
        started.importBusybox();
        return started;
    }

    public Path socket() {
        return folder.resolve("docker.sock");
    }

    private Process launch() throws IOException {
        String script =
                """
                mount --make-rprivate /
                mkdir -p /run/docker
                mount -t tmpfs docker /run/docker
                ip link set lo up
                exec dockerd --data-root %1$s/data --exec-root %1$s/exec --pidfile %1$s/pid \
                  --host unix://%2$s --cgroup-parent /%3$s --exec-opt native.cgroupdriver=cgroupfs
                """
                        .formatted(folder, socket(), group);
        return new ProcessBuilder("unshare", "--mount", "--net", "sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("engine.log").toFile()))
                .start();
    }

    private void awaitAnswer() throws InterruptedException {
        boolean up =
                Deadline.in(Duration.ofSeconds(30)).await(Duration.ofMillis(50), this::answers);
        if (!up) {
            throw new AssertionError("the engine does not answer; see " + folder + "/engine.log");
        }
    }

    private boolean answers() {
        try {
            return Files.exists(socket()) && !engine.facts().apiVersion().isEmpty();
        } catch (belt.core.BeltException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void importBusybox() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("image/bin"));
        Files.createDirectories(folder.resolve("image/tmp"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        String tar = folder.resolve("image.tar").toString();
        Command.of("tar", "-C", folder.resolve("image").toString(), "-cf", tar, ".").output();
        docker("import", tar, "busybox:local");
    }

    /// Runs the real CLI against this engine.
    public String docker(String... arguments) throws InterruptedException {
        var all = new java.util.ArrayList<>(List.of("docker", "-H", "unix://" + socket()));
        all.addAll(List.of(arguments));
        return Command.of(all).output();
    }

    /// Ends the engine and starts it again; its containers end too.
    public void restart() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor();
        process = launch();
        awaitAnswer();
    }

    public void stop() throws IOException, InterruptedException {
        String all = docker("ps", "-aq").strip();
        if (!all.isEmpty()) {
            var remove = new java.util.ArrayList<>(List.of("rm", "-f"));
            all.lines().forEach(remove::add);
            docker(remove.toArray(String[]::new));
        }
        engine.close();
        process.destroy();
        process.waitFor();
        CgroupLayout.detect(MountTable.own()).group(group).remove(Duration.ofSeconds(10));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
