package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.CreateRequest;
import belt.provider.MachineProvider;
import belt.provider.MachineProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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
        values(
                host.provider()
                        .create(
                                host.request("keeper", folder, "64mb", Map.of(), List.of("keeper")),
                                _ -> {}));
    }

    @AfterAll
    static void theOtherClusterWasNotTouched() throws Exception {
        if (host == null) {
            return;
        }
        var keeper = host.provider().list("keeper", folder).getFirst();
        try {
            assertThat(host.sshOutput(keeper, "hostname")).isEqualTo("keeper");
        } finally {
            host.clean(Map.of("keeper", folder));
        }
        assertThat(folder.resolve("host")).doesNotExist();
    }

    @Override
    protected MachineProvider provider() {
        return host.provider();
    }

    @Override
    protected CreateRequest request(String cluster, Path stateDir, List<String> names) {
        return host.request(cluster, stateDir, "128mb", Map.of(), names);
    }

    @Override
    protected boolean hasPowerSwitch() {
        return true;
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(MachineProvider.class))
                .extracting(MachineProvider::name)
                .contains("local");
    }
}
