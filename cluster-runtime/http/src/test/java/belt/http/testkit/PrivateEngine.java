package belt.http.testkit;

import belt.core.Deadline;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Docker engine of our own: private folders, network and mount namespaces and cgroup, so that it touches nothing of
/// the host, with one small image `bb:1` made of Debian's static busybox.
public final class PrivateEngine {
    private static final List<String> APPLETS =
            List.of("sh", "cat", "wc", "sleep", "echo", "head", "yes", "true", "dd", "printf");

    private final Path folder;
    private final Process daemon;
    private final String cgroup;

    private PrivateEngine(Path folder, Process daemon, String cgroup) {
        this.folder = folder;
        this.daemon = daemon;
        this.cgroup = cgroup;
    }

    /// Why no engine can run here, with the command that helps; empty if one can.
    public static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "needs root: sudo ./mvnw verify";
        }
        for (String file : List.of("/usr/sbin/dockerd", "/bin/busybox", "/usr/bin/script")) {
            if (!Files.isExecutable(Path.of(file))) {
                return file + " is missing: apt-get install docker.io busybox-static bsdutils";
            }
        }
        return Program.onPath("docker")
                ? ""
                : "the docker command is missing: apt-get install docker-cli";
    }

    /// Starts it and loads the image.
    public static PrivateEngine start() throws Exception {
        Path folder = Files.createTempDirectory("belt-http-it");
        String cgroup = folder.getFileName().toString();
        Process daemon =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "--mount",
                                "--propagation",
                                "private",
                                "dockerd",
                                "--data-root=" + folder.resolve("data"),
                                "--exec-root=" + folder.resolve("exec"),
                                "--host=unix://" + folder.resolve("engine.sock"),
                                "--pidfile=" + folder.resolve("pid"),
                                "--cgroup-parent=/" + cgroup,
                                "--config-file=" + emptyConfig(folder),
                                "--storage-driver=vfs",
                                "--bridge=none",
                                "--iptables=false",
                                "--ip6tables=false",
                                "--ip-forward=false",
                                "--ip-masq=false")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        PrivateEngine engine = new PrivateEngine(folder, daemon, cgroup);
        boolean up =
                Deadline.in(Duration.ofSeconds(30))
                        .await(Duration.ofMillis(100), () -> engine.answers());
        if (!up) {
            String log = Files.readString(folder.resolve("log"));
            engine.stop();
            throw new IOException("dockerd did not come up:\n" + log);
        }
        engine.importImage();
        return engine;
    }

    private static Path emptyConfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("daemon.json"), "{}");
    }

    private boolean answers() {
        try {
            return docker("version").await().exit() == 0;
        } catch (Exception e) {
            return false;
        }
    }

    /// Runs the docker command directly against this engine.
    public Program docker(String... arguments) throws IOException {
        return Program.start(
                Map.of("DOCKER_HOST", "unix://" + socket(), "DOCKER_CONFIG", folder.toString()),
                Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
    }

    private void importImage() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/bin"));
        Files.createDirectories(folder.resolve("root/tmp"));
        Files.copy(Path.of("/bin/busybox"), root.resolve("busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(root.resolve(applet), Path.of("busybox"));
        }
        Process tar =
                new ProcessBuilder("tar", "-C", folder.resolve("root").toString(), "-c", ".")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        byte[] archive = tar.getInputStream().readAllBytes();
        Program.Result result = docker("import", "-", "bb:1").feed(archive).await();
        if (result.exit() != 0) {
            throw new IOException("docker import: " + result);
        }
    }

    /// Its socket.
    public Path socket() {
        return folder.resolve("engine.sock");
    }

    /// The private folder, gone when the engine is stopped.
    public Path folder() {
        return folder;
    }

    /// How many clients are connected. An accepted socket belongs to its client's network namespace, which is ours.
    public long connections() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/unix"))) {
            return lines.filter(line -> line.endsWith(socket().toString()))
                    .filter(line -> line.split(" +")[5].equals("03"))
                    .count();
        }
    }

    /// Ends it and removes what it made.
    public void stop() throws Exception {
        daemon.destroy();
        if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
            daemon.destroyForcibly().waitFor();
        }
        delete(folder);
        try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path controller : controllers.toList()) {
                removeGroup(controller.resolve(cgroup));
            }
        }
        removeGroup(Path.of("/sys/fs/cgroup").resolve(cgroup));
    }

    private static void removeGroup(Path group) throws IOException, InterruptedException {
        if (Files.isDirectory(group)) {
            new ProcessBuilder("rmdir", group.toString()).start().waitFor();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
