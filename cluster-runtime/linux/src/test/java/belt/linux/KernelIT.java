package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real kernel: namespaces and control groups. Everything made here bears the test's process number.
class KernelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NAME = "blt" + ProcessHandle.current().pid();

    private final ControlGroup group =
            CgroupLayout.detect(MountTable.own()).group("belt-test/" + NAME);

    @BeforeEach
    void needsRoot() {
        Assumptions.assumeTrue(
                Capabilities.own()
                        .missing(Capabilities.Right.SYS_ADMIN, Capabilities.Right.NET_ADMIN)
                        .isEmpty(),
                "namespaces and control groups need root: sudo ./mvnw verify");
    }

    @AfterEach
    void clean() throws InterruptedException {
        if (NetNamespace.named(NAME).exists()) {
            Command.of("ip", "netns", "del", NAME).run();
        }
        group.kill(PATIENCE);
        group.remove(PATIENCE);
        assertThat(group.exists()).isFalse();
    }

    @Test
    void workInANamespaceAndItsChildrenSeeNothingElse() throws InterruptedException {
        Command.of("ip", "netns", "add", NAME).output();
        String inside =
                NetNamespace.named(NAME).call(() -> Command.of("ip", "-o", "link").output());
        assertThat(inside.lines()).hasSizeLessThan(10).first().asString().contains("lo:");
        Command.of("ip", "-n", NAME, "link", "add", "only-here", "type", "bridge").output();
        assertThat(NetNamespace.named(NAME).call(() -> Command.of("ip", "link").output()))
                .contains("only-here");
        assertThat(Command.of("ip", "link").output())
                .as("neither this thread nor a carrier was moved")
                .doesNotContain("only-here");
    }

    @Test
    void aNamespacesSettingsAreItsOwn() throws InterruptedException {
        Command.of("ip", "netns", "add", NAME).output();
        String key = "net.ipv4.tcp_keepalive_time";
        String before = Sysctl.own().find(key).orElseThrow();
        String inside =
                NetNamespace.named(NAME)
                        .call(() -> {
                            Sysctl.own().set(key, "4711");
                            return Sysctl.own().find(key).orElseThrow();
                        });
        assertThat(inside).isEqualTo("4711");
        assertThat(Sysctl.own().find(key)).contains(before);
    }

    @Test
    void passesFailuresOfTheWorkOnAndNamesAMissingNamespace() throws InterruptedException {
        Command.of("ip", "netns", "add", NAME).output();
        assertThatThrownBy(() -> NetNamespace.named(NAME).call(() -> Command.of("false").output()))
                .isInstanceOf(BeltException.OperationFailed.class)
                .hasMessageStartingWith("false ended");
        assertThatThrownBy(() -> NetNamespace.named("no-such").call(() -> 1))
                .hasMessageContaining("/run/netns/no-such cannot be entered");
        assertThat(NetNamespace.of(ProcessHandle.current().pid()).exists()).isTrue();
    }

    @Test
    void aGroupLimitsFreezesAndKillsWhatIsInIt() throws IOException, InterruptedException {
        group.create(new CgroupLimits(64 << 20, 500, 50));
        group.create(new CgroupLimits(128 << 20, 500, 50));
        group.create(new CgroupLimits(32 << 20, 500, 50));
        Process shell =
                new ProcessBuilder("sh", "-c", "read go; while :; do sleep 0.01; done").start();
        group.add(shell.pid());
        shell.getOutputStream().write('\n');
        shell.getOutputStream().flush();
        assertThat(group.processes()).contains(shell.pid());
        group.freeze();
        Deadline.in(PATIENCE).await(Duration.ofMillis(5), () -> frozen());
        group.thaw();
        group.kill(PATIENCE);
        assertThat(group.processes()).isEmpty();
        assertThat(shell.waitFor()).isEqualTo(137);
        assertThat(limits()).contains(Integer.toString(32 << 20));
    }

    @Test
    void groupsBelowAreRemovedToo() throws IOException, InterruptedException {
        group.create(CgroupLimits.NONE);
        for (Path folder : group.folders()) {
            Files.createDirectories(folder.resolve("inner/most"));
        }
        group.remove(PATIENCE);
        assertThat(group.exists()).isFalse();
        group.remove(PATIENCE);
    }

    private boolean frozen() {
        return group.folders().stream()
                .anyMatch(folder ->
                        PseudoFile.read(folder.resolve("freezer.state"))
                                        .equals(java.util.Optional.of("FROZEN"))
                                || PseudoFile.read(folder.resolve("cgroup.events"))
                                        .orElse("")
                                        .contains("frozen 1"));
    }

    private List<String> limits() {
        return group.folders().stream()
                .flatMap(folder ->
                        java.util.stream.Stream.of("memory.limit_in_bytes", "memory.max")
                                .flatMap(file -> PseudoFile.read(folder.resolve(file)).stream()))
                .toList();
    }
}
