package belt.provision.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real sshd of our own on 127.0.0.1, with its own host key and one authorized key. Stopped with everything under it.
public final class TestSshd implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Path clientKey;
    private final SshPublicKey hostKey;
    private final Process process;

    private TestSshd(Path folder, int port, Path clientKey, SshPublicKey hostKey, Process process) {
        this.folder = folder;
        this.port = port;
        this.clientKey = clientKey;
        this.hostKey = hostKey;
        this.process = process;
    }

    public static TestSshd start(Path folder, String... extraConfig)
            throws IOException, InterruptedException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "needs root: sudo ./mvnw verify");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/sshd")),
                "needs sshd: apt-get install openssh-server");
        Files.createDirectories(Path.of("/run/sshd"));
        Path clientKey = folder.resolve("id");
        SshKeyPair client = SshKeyPair.generate("test");
        client.write(clientKey);
        SshKeyPair host = SshKeyPair.generate("host");
        host.write(folder.resolve("host"));
        Path authorized = folder.resolve("authorized_keys");
        Files.writeString(authorized, client.publicLine() + "\n");
        // an account without rights reads it, too
        for (Path up = folder; up != null && up.getNameCount() > 1; up = up.getParent()) {
            Files.setPosixFilePermissions(up, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        int port = freePort();
        Path config = writeConfig(folder, port, authorized, extraConfig);
        Process process = launch(config, folder);
        var sshd =
                new TestSshd(
                        folder,
                        port,
                        clientKey,
                        SshPublicKey.parse(host.publicLine()).orElseThrow(),
                        process);
        sshd.awaitPort();
        return sshd;
    }

    private static Path writeConfig(Path folder, int port, Path authorized, String... extra)
            throws IOException {
        var lines = new ArrayList<String>();
        lines.add("ListenAddress 127.0.0.1");
        lines.add("Port " + port);
        lines.add("HostKey " + folder.resolve("host"));
        lines.add("AuthorizedKeysFile " + authorized);
        lines.add("PidFile none");
        lines.add("UsePAM no");
        lines.add("StrictModes no");
        lines.add("UseDNS no");
        lines.add("PasswordAuthentication no");
        lines.add("PermitRootLogin prohibit-password");
        lines.add("MaxStartups 200");
        lines.add("Subsystem sftp internal-sftp");
        lines.addAll(List.of(extra));
        return Files.write(folder.resolve("sshd_config"), lines);
    }

    private static Process launch(Path config, Path folder) throws IOException {
        return new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort() throws InterruptedException {
        boolean up =
                Deadline.in(Duration.ofSeconds(20)).await(Duration.ofMillis(20), this::answers);
        if (!up) {
            throw new AssertionError("sshd did not start, see " + folder.resolve("sshd.log"));
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public Path clientKey() {
        return clientKey;
    }

    public SshPublicKey hostKey() {
        return hostKey;
    }

    public SshTarget target(String user) {
        return SshTarget.of("web1", "127.0.0.1", port, user);
    }

    public KnownHosts pinned() {
        var known = new KnownHosts(folder.resolve("known_hosts"));
        known.pin(target("root"), hostKey);
        return known;
    }

    public SshClient client() {
        return client(pinned(), FirstContact.never());
    }

    public SshClient client(KnownHosts known, FirstContact contact) {
        return new SshClient(
                new SshClient.Settings(
                        List.of(SshIdentity.keyFile(clientKey)),
                        known,
                        contact,
                        Duration.ofSeconds(10)));
    }

    /// Stops the listener and every connection, hard, as if the machine lost its power.
    public void crash() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        crash();
    }
}
