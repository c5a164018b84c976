package belt.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.Deadline;
import belt.provision.ssh.SshKeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An sshd of this host on the loopback, which lets one key in as root.
///
/// @param port where it listens
/// @param key the private key
public record LoopbackSshd(int port, Path key, Process process) implements AutoCloseable {
    public static LoopbackSshd start(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "needs root: sudo ./mvnw verify");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/sshd")),
                "needs sshd: apt-get install openssh-server");
        Files.createDirectories(Path.of("/run/sshd"));
        SshKeyPair client = SshKeyPair.generate("test");
        client.write(folder.resolve("id"));
        SshKeyPair.generate("host").write(folder.resolve("host"));
        Files.writeString(folder.resolve("authorized_keys"), client.publicLine() + "\n");
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        Files.write(
                folder.resolve("sshd_config"),
                List.of(
                        "ListenAddress 127.0.0.1",
                        "Port " + port,
                        "HostKey " + folder.resolve("host"),
                        "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                        "PidFile none",
                        "UsePAM no",
                        "StrictModes no",
                        "UseDNS no",
                        "PermitRootLogin prohibit-password",
                        "Subsystem sftp internal-sftp"));
        Process process =
                new ProcessBuilder(
                                "/usr/sbin/sshd",
                                "-D",
                                "-e",
                                "-f",
                                folder.resolve("sshd_config").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("sshd.log").toFile())
                        .start();
        var sshd = new LoopbackSshd(port, folder.resolve("id"), process);
        if (!Deadline.in(Duration.ofSeconds(20)).await(Duration.ofMillis(20), sshd::answers)) {
            process.destroy();
            throw new AssertionError("sshd did not start, see " + folder.resolve("sshd.log"));
        }
        return sshd;
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
