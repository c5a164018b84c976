package belt.provider.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.provider.CreateRequest;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.testkit.MachineProviderContract;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example in Python is a provider like any other.
class PoolExampleIT extends MachineProviderContract {
    private static final Path EXAMPLE =
            Path.of("../../examples/provider-python").toAbsolutePath().normalize();

    @TempDir Path folder;
    private ServerSocket sshd;

    @BeforeEach
    void listen() throws IOException {
        assumeTrue(hasPython(), "python3 is not on the PATH: apt-get install python3");
        sshd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        String at = "127.0.0.1:" + sshd.getLocalPort();
        Files.writeString(
                folder.resolve("hosts"),
                "one " + at + " # first\n\ntwo " + at + " admin\nthree " + at + "\n");
    }

    @AfterEach
    void hangUp() throws IOException {
        if (sshd != null) {
            sshd.close();
        }
    }

    static boolean hasPython() {
        return Stream.of(path().split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "python3")));
    }

    static String path() {
        return new ProcessBuilder().environment().getOrDefault("PATH", "/usr/bin:/bin");
    }

    @Override
    protected ProviderType type() {
        return new ExecSource()
                .find("pool", Map.of("BELT_PROVIDER_PATH", EXAMPLE.toString(), "PATH", path()))
                .orElseThrow();
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        var around =
                new Surroundings(
                        InstantSource.system(),
                        (_, _) ->
                                Deadline.in(Duration.ofMillis(50))
                                        .await(Duration.ofMillis(50), () -> false),
                        Map.of("PATH", path()),
                        stateDir);
        return ProviderContext.of(cluster, stateDir, around)
                .withOptions(Map.of("hosts", folder.resolve("hosts").toString()));
    }

    @Override
    protected MachineSpec spec() {
        return MachineSpec.of("any", "ssh-ed25519 AAAA");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of(
                "calls a wrong secret auth",
                "refuses a region that nobody knows",
                "shows no machines to another clone",
                "stops and starts",
                "cuts the power",
                "restarts",
                "resizes",
                "puts labels on what is there",
                "sets the firewall that is wished",
                "tells managers from others");
    }

    @Test
    void needsItsList() {
        assertThatThrownBy(
                        () -> type().open(context("demo", clone, List.of()).withOptions(Map.of())))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("provider pool needs the option hosts");
    }

    @Test
    void saysThatTheHostsAreAllLent() throws InterruptedException {
        try (var provider = open("demo", clone)) {
            var wish = CreateRequest.of(List.of("a", "b", "c", "d"), spec());
            assertThatThrownBy(() -> provider.plan(wish))
                    .isInstanceOfSatisfying(
                            BeltException.Refused.class,
                            e -> assertThat(e.code()).isEqualTo(ProviderProblem.QUOTA))
                    .hasMessage("provider pool: 4 hosts were asked for, 3 are free");
            assertThat(provider.list(Selection.everythingOfBelt())).isEmpty();
        }
    }

    @Test
    void isWrittenInFewerLinesThanItsReadmeSays() throws IOException {
        assertThat(Files.readAllLines(EXAMPLE.resolve("belt-provider-pool")).size())
                .isLessThan(300);
        assertThat(Arrays.asList(EXAMPLE.toFile().list())).contains("README.md");
    }
}
