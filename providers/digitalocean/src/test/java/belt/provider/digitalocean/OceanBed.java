package belt.provider.digitalocean;

import belt.core.Secret;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A fake DigitalOcean, a clock, and a provider of the cluster `demo`.
final class OceanBed implements AutoCloseable {
    static final MachineSpec SPEC =
            MachineSpec.of(
                    "s-1vcpu-1gb",
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGZvb2Zvb2Zvb2Zvb2Zvb2Zvb2Zvb2Zv belt");

    final FakeClock clock = new FakeClock();
    final FakeDigitalOcean ocean = FakeDigitalOcean.start(clock);
    final Map<String, String> environment = new HashMap<>();
    MachineProvider provider;
    private final Path folder;

    OceanBed(Path folder) {
        this.folder = folder;
        environment.put("DIGITALOCEAN_API_URL", ocean.endpoint().toString());
        provider = open(Map.of());
    }

    MachineProvider open(Map<String, String> options) {
        return open(clock, folder, environment, options);
    }

    /// For a cloud that is found by the environment.
    static MachineProvider open(
            FakeClock clock,
            Path folder,
            Map<String, String> environment,
            Map<String, String> options) {
        var around = new Surroundings(clock, clock, environment, folder.resolve("accounts"));
        return new DigitalOceanType()
                .open(
                        ProviderContext.of("demo", folder, around)
                                .withOptions(options)
                                .withCredentials(
                                        new Credentials(
                                                "work",
                                                Map.of(
                                                        "access-token",
                                                        Secret.of(FakeDigitalOcean.TOKEN)))));
    }

    static List<String> names(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "node" + i).toList();
    }

    CreatePlan planned(int count) throws InterruptedException {
        return provider.prepare(provider.plan(CreateRequest.of(names(count), SPEC)));
    }

    List<Machine> made(int count) throws InterruptedException {
        for (Batch batch : planned(count).batches()) {
            provider.create(batch, _ -> {});
        }
        clock.advance(Duration.ofMinutes(1));
        return provider.list(Selection.cluster());
    }

    @Override
    public void close() {
        provider.close();
        ocean.close();
    }
}
