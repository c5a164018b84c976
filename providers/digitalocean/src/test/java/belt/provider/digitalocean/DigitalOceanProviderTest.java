package belt.provider.digitalocean;

import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.MachineProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/// DigitalOcean keeps what every provider promises, against a fake with its delays and limits.
class DigitalOceanProviderTest extends MachineProviderContract {
    private final FakeClock clock = new FakeClock();
    private final FakeDigitalOcean ocean = FakeDigitalOcean.start(clock);

    @AfterEach
    void stop() {
        ocean.close();
    }

    @Override
    protected ProviderType type() {
        return new DigitalOceanType();
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        var around =
                new Surroundings(
                        clock,
                        clock,
                        Map.of("DIGITALOCEAN_API_URL", ocean.endpoint().toString()),
                        stateDir.resolve("accounts"));
        return ProviderContext.of(cluster, stateDir, around)
                .withCredentials(
                        new Credentials(
                                "test", Map.of("access-token", Secret.of(FakeDigitalOcean.TOKEN))));
    }

    @Override
    protected MachineSpec spec() {
        return MachineSpec.of(
                "s-1vcpu-1gb",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2Zvb2Zvb2Zvb2Zvb2Zvb2Zvb2Zv belt");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of("makes nothing twice when asked twice", "shows no machines to another clone");
    }

    @Override
    protected void hang(Machine machine) {
        ocean.hang(machine.name());
    }

    @Override
    protected String otherSize() {
        return "s-1vcpu-2gb";
    }
}
