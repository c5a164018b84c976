package belt.cli.dockermachine;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.Belt;
import belt.cli.term.Io;
import belt.cli.term.Terminals;
import belt.provision.ssh.TestSshd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine of Docker Machine's, taken over: one can log in with the key that came along, also after the folder has moved.
class ImportedMachineIT {
    private static final String RECORD =
            """
            {"ConfigVersion": 3, "Name": "box", "DriverName": "generic",
             "Driver": {"IPAddress": "127.0.0.1", "MachineName": "box", "SSHUser": "root", "SSHPort": PORT,
              "SSHKeyPath": "/home/gone/.docker/machine/machines/box/id_rsa", "EnginePort": 2376},
             "HostOptions": {"EngineOptions": {"Labels": ["tier=db"]}}}
            """;

    @TempDir private Path folder;
    private String said = "";

    private int belt(Path directory, String... words) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit =
                Belt.run(
                        words,
                        new Io(
                                new ByteArrayInputStream(new byte[0]),
                                stream,
                                stream,
                                Terminals.NONE,
                                Map.of("HOME", folder.toString(), "PATH", "/usr/bin:/bin"),
                                directory,
                                directory,
                                InstantSource.system(),
                                () -> 0));
        said = out.toString(StandardCharsets.UTF_8);
        return exit;
    }

    @Test
    void worksWithTheKeyThatCameAlongWhereverTheFolderLies() throws Exception {
        Path sshdFolder = Files.createDirectories(folder.resolve("sshd"));
        Path here = Files.createDirectories(folder.resolve("here"));
        try (var sshd = TestSshd.start(sshdFolder)) {
            Path box = Files.createDirectories(folder.resolve("store/machines/box"));
            Files.writeString(
                    box.resolve("config.json"),
                    RECORD.replace("PORT", Integer.toString(sshd.port())));
            Files.copy(sshd.clientKey(), box.resolve("id_rsa"));
            assertThat(belt(here, "import", "docker-machine", folder.resolve("store").toString()))
                    .as(said)
                    .isZero();
            assertThat(said).contains("machine\tbox\ttaken over");
            assertThat(belt(here, "ssh", "box", "--", "echo in")).isEqualTo(10);
            assertThat(said)
                    .contains("first contact with box")
                    .contains("there is no terminal on which to ask");
            assertThat(belt(here, "-y", "ssh", "box", "--", "echo in")).as(said).isZero();
            Path there = Files.move(here, folder.resolve("there"));
            assertThat(belt(there, "machine", "ssh", "box", "echo in")).as(said).isZero();
            assertThat(said).isEqualTo("in\n");
            belt(there, "machine", "inspect", "-f", "{{.Driver.SSHKeyPath}}", "box");
            assertThat(said).isEqualTo(there + "/.belt/default/imported/box/id_rsa\n");
            assertThat(belt(there, "machine", "rm", "-y", "box")).as(said).isZero();
        }
    }

    @Test
    void itsEngineIsMovedToItsSocketWithAllElseKept() throws Exception {
        String before =
                """
                [Service]
                ExecStart=
                ExecStart=/usr/bin/dockerd -H tcp://0.0.0.0:2376 -H unix:///var/run/docker.sock --storage-driver overlay2 --tlsverify --tlscacert /etc/docker/ca.pem --tlscert /etc/docker/server.pem --tlskey /etc/docker/server-key.pem --label provider=generic\s
                Environment=
                """;
        Path file = Files.writeString(folder.resolve("10-machine.conf"), before);
        var edit = new ProcessBuilder("sh", "-c", EngineMove.EDIT, "sh", file.toString());
        assertThat(edit.inheritIO().start().waitFor()).isZero();
        assertThat(file)
                .hasContent(
                        """
                        [Service]
                        ExecStart=
                        ExecStart=/usr/bin/dockerd -H unix:///var/run/docker.sock --storage-driver overlay2 --label provider=generic\s
                        Environment=
                        """);
        assertThat(folder.resolve("10-machine.conf.before-belt")).hasContent(before);
    }
}
