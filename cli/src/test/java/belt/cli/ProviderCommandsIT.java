package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.cli.term.Io;
import belt.cli.term.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `belt provider …` with executables, and a cluster that uses one.
class ProviderCommandsIT {
    private static final String SYSTEM_PATH =
            new ProcessBuilder().environment().getOrDefault("PATH", "/usr/bin:/bin");
    private static final Path EXAMPLE =
            Path.of("../examples/provider-python").toAbsolutePath().normalize();

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int belt(Path providers, String... words) {
        var all = new PrintStream(out, true, StandardCharsets.UTF_8);
        var io =
                new Io(
                        InputStream.nullInputStream(),
                        all,
                        all,
                        Terminals.NONE,
                        Map.of(
                                "HOME", folder.toString(),
                                "PATH", SYSTEM_PATH,
                                "BELT_PROVIDER_PATH", providers.toString()),
                        folder,
                        folder,
                        InstantSource.system(),
                        () -> 0);
        return Belt.run(words, io);
    }

    private void provider(String name, String script) throws IOException {
        Path file = folder.resolve("belt-provider-" + name);
        Files.writeString(file, "#!/bin/sh\ntouch \"$0.ran\"\nread line\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void listsWhatEachCanDoAndWhichIsBroken() throws IOException {
        provider(
                "good",
                "echo '{\"id\":1,\"result\":{\"protocol\":1,\"capabilities\":[\"tags\"]}}'; read l\n");
        provider("bad", "echo Hello!; read line\n");
        assertThat(belt(folder, "provider", "ls")).isZero();
        assertThat(said())
                .containsPattern("good\\s+executable\\s+tags")
                .containsPattern(
                        "bad\\s+executable\\s+broken: provider bad printed a line that is no JSON")
                .containsPattern("generic\\s+built in\\s+idempotent-create");
    }

    @Test
    void runsNoneWhereNoneIsNeeded() throws IOException {
        provider("good", "read line\n");
        assertThat(belt(folder, "cluster", "new", "--driver", "generic", "demo")).isZero();
        assertThat(belt(folder, "provider", "check", "goood")).isEqualTo(2);
        assertThat(said()).contains("there is no provider named 'goood'", "did you mean good?");
        assertThat(folder.resolve("belt-provider-good.ran")).doesNotExist();
    }

    @Test
    void aSelfTestOfTheExampleFindsNothing() throws IOException {
        boolean python =
                Stream.of(SYSTEM_PATH.split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "python3")));
        assumeTrue(python, "python3 is not on the PATH: apt-get install python3");
        try (var sshd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Path hosts = folder.resolve("hosts");
            String at = "127.0.0.1:" + sshd.getLocalPort();
            Files.writeString(hosts, "one " + at + "\ntwo " + at + "\n");
            assertThat(belt(EXAMPLE, "provider", "check", "pool", "--define", "hosts=" + hosts))
                    .as(said())
                    .isZero();
            assertThat(said()).contains("machine limit 2", "free: 2");
            assertThat(
                            belt(
                                    EXAMPLE,
                                    "provider",
                                    "check",
                                    "pool",
                                    "--self-test",
                                    "-y",
                                    "--define",
                                    "hosts=" + hosts))
                    .as(said())
                    .isZero();
            assertThat(said())
                    .contains("ok      lists what it made", "ok      leaves nothing behind")
                    .contains("-       stops and starts: it does not declare stop-start")
                    .doesNotContain("BROKEN");
        }
    }

    @Test
    void aSelfTestSaysWhatIsBroken() throws IOException {
        provider(
                "lazy",
                """
                n=1
                echo '{"id":1,"result":{"protocol":1,"capabilities":[]}}'
                while read line; do n=$((n+1)); echo '{"id":'$n',"result":{"sizes":[],"machines":[]}}'; done
                """);
        assertThat(belt(folder, "provider", "check", "lazy", "--self-test", "-y")).isEqualTo(1);
        assertThat(said())
                .contains(
                        "BROKEN  answers a method that it does not know: it answered with a result")
                .contains("BROKEN  makes what was planned: provider lazy sent no result.batches")
                .contains("[cli.self-test-failed]");
    }
}
