package belt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cli.term.Io;
import belt.cli.term.Terminals;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token that nothing may repeat: every command that comes near it is run, with all detail, and then each file that belt
/// has written and every word that it has said is searched for it.
class SecretsStaySecretTest {
    private static final String TOKEN = FakeDigitalOcean.TOKEN;

    @TempDir Path folder;

    private final FakeDigitalOcean ocean = FakeDigitalOcean.start(InstantSource.system());
    private final Map<String, String> env = new HashMap<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void begin() {
        ocean.faults().hurry();
        env.put("HOME", folder.resolve("home").toString());
        env.put("DIGITALOCEAN_API_URL", ocean.endpoint().toString());
    }

    @AfterEach
    void end() {
        ocean.close();
    }

    private void whatPeopleTry() {
        belt("account", "add", "x", "digitalocean", TOKEN);
        belt("account", "add", "x", "digitalocean", "access-token=" + TOKEN);
        belt("create", "s-1vcpu-1gb", "no", "--define", "access-token=" + TOKEN, "--plan");
        belt("create", "s-1vcpu-1gb", "no", "--define", "access-token=" + TOKEN, "--explain");
        belt(
                "cluster",
                "new",
                "--driver",
                "digitalocean",
                "--define",
                "access-token=" + TOKEN,
                "x");
        belt("cluster", "update", "access_token=" + TOKEN);
    }

    @Test
    void theTokenIsInNoFileAndInNoLine() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        env.put("WORK_TOKEN", TOKEN);
        belt("account", "add", "one", "digitalocean", "access-token=file:" + file);
        belt("account", "add", "two", "digitalocean", "access-token=env:WORK_TOKEN");
        belt("account", "ls", "-o", "json");
        belt("account", "check");
        belt("cluster", "new", "--driver", "digitalocean", "--define", "account=one", "demo");
        belt("use", "demo");
        belt("create", "s-1vcpu-1gb", "web[1:3]", "--bare", "--budget", "1000", "-vv");
        belt("ls", "-o", "json", "-vv");
        belt("machine", "create", "-D", "-vv", "-d", "digitalocean", "--bare", "box");
        // as it was typed for years: the token as a flag
        belt(
                "machine",
                "create",
                "-D",
                "-vv",
                "-d",
                "digitalocean",
                "--digitalocean-access-token",
                TOKEN,
                "--bare",
                "old");
        belt("machine", "create", "--explain", "--digitalocean-access-token", TOKEN, "no");
        whatPeopleTry();
        belt("machine", "inspect", "old");
        belt("machine", "ls", "-o", "json");
        belt("cluster", "config", "demo");
        belt("provider", "ls");
        belt("gc", "--plan", "-vv");
        env.put("DIGITALOCEAN_API_URL", ocean.endpoint() + "/nothing-there");
        belt("machine", "rm", "-y", "-vv", "box");
        env.put("DIGITALOCEAN_API_URL", ocean.endpoint().toString());
        belt("machine", "rm", "-y", "-vv", "box", "old");
        belt("rm", "-y", "--accept-risk", "data-loss", "web[1:3]", "-vv");
        Files.delete(file);
        assertThat(ocean.paid()).as(said.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("web3")
                .contains("Successfully removed old")
                .contains("everybody on this host can see --digitalocean-access-token")
                .doesNotContain(TOKEN);
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> with =
                    files.filter(Files::isRegularFile)
                            .filter(SecretsStaySecretTest::holdsTheToken)
                            .toList();
            assertThat(with).as("files with the token in them").isEmpty();
        }
    }

    private static boolean holdsTheToken(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(TOKEN);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void belt(String... words) {
        var all = new PrintStream(said, true, StandardCharsets.UTF_8);
        Belt.run(
                List.of(words),
                new Io(
                        new ByteArrayInputStream(new byte[0]),
                        all,
                        all,
                        Terminals.NONE,
                        Map.copyOf(env),
                        folder,
                        folder,
                        InstantSource.system(),
                        () -> 0),
                Belt.tree());
    }
}
