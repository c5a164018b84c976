package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.testkit.MachineProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProviderIT extends MachineProviderContract {
    @TempDir static Path folder;
    private static TestHost host;

    /// A machine of another cluster lives through all tests: the base is made once only, and nothing may disturb it.
    @BeforeAll
    static void keepABase() throws Exception {
        TestHost.assumeItCanHaveMachines();
        host = TestHost.in(folder);
        host.create("keeper", folder, "64mb", Map.of(), List.of("keeper"));
    }

    @AfterAll
    static void theOtherClusterWasNotTouched() throws Exception {
        if (host == null) {
            return;
        }
        var keeper = host.list("keeper", folder).getFirst();
        try {
            assertThat(host.sshOutput(keeper, "hostname")).isEqualTo("keeper");
        } finally {
            host.clean(Map.of("keeper", folder));
        }
        assertThat(folder.resolve("host")).doesNotExist();
    }

    @Override
    protected ProviderType type() {
        return host.type();
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        return TestHost.context(cluster, stateDir);
    }

    @Override
    protected MachineSpec spec() {
        return host.spec("128mb");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of(
                "refuses a region that nobody knows",
                "finds everything of belt",
                "leaves another cluster's machines alone",
                "puts labels on what is there",
                "sets the firewall that is wished",
                "tells managers from others");
    }

    @Override
    protected String otherSize() {
        return "192mb";
    }

    @Test
    void resizesAMachineThatRuns() throws InterruptedException {
        try (MachineProvider provider = open("demo", clone, "a")) {
            Machine machine = create("demo", clone, "a").getFirst();
            values(provider.resize(List.of(machine), provider.size("192mb")));
            assertThat(
                            host.sshOutput(
                                    machine,
                                    "cat /sys/fs/cgroup/memory/memory.limit_in_bytes"
                                            + " /sys/fs/cgroup/memory.max 2>/dev/null; true"))
                    .startsWith(Integer.toString(192 << 20));
        } finally {
            removeAll("demo", clone);
        }
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ProviderType.class))
                .extracting(ProviderType::name)
                .contains("local");
    }
}
