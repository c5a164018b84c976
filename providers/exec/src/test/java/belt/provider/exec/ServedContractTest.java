package belt.provider.exec;

import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.FakeCloud;
import belt.provider.testkit.FakeCloudType;
import belt.provider.testkit.MachineProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The contract over the protocol, with every capability of the fake cloud behind it; no process, no signals.
class ServedContractTest extends MachineProviderContract {
    private final FakeClock clock = new FakeClock();
    private final FakeCloud cloud = new FakeCloud(clock, FakeCloud.Limits.usual());

    @Override
    protected ProviderType type() {
        var around = new Surroundings(clock, clock, Map.of(), Path.of("nowhere"));
        var served = new FakeCloudType(cloud);
        return new ExecType(
                FakeCloudType.NAME,
                Path.of("served"),
                _ -> ServedProvider.start(served, around),
                Map.of(),
                Limits.USUAL);
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        var around = new Surroundings(clock, clock, Map.of(), stateDir.resolve("accounts"));
        return ProviderContext.of(cluster, stateDir, around)
                .withCredentials(new Credentials("test", Map.of("token", Secret.of("t"))));
    }

    @Override
    protected MachineSpec spec() {
        return MachineSpec.of("small", "ssh-ed25519 AAAA");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of(
                "goes on when Ctrl-C reaches it",
                "makes nothing twice when asked twice",
                "shows no machines to another clone",
                "restarts",
                "puts labels on what is there",
                "sets the firewall that is wished",
                "tells managers from others");
    }

    @Override
    protected String otherSize() {
        return "large";
    }
}
