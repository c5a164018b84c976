package belt.provider.aws.testkit;

import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.Surroundings;
import belt.provider.aws.AwsProviderType;
import belt.provider.testkit.FakeClock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A fake EC2 with a clock that waiting advances, and providers bound to it through the endpoint that users set.
public final class Ec2Bed implements AutoCloseable {
    private final FakeClock clock = new FakeClock();
    private final FakeEc2 ec2 = FakeEc2.start(clock);
    private final Path folder;

    /// @param folder for the cluster's and the accounts' files
    public Ec2Bed(Path folder) {
        this.folder = folder;
    }

    public FakeEc2 ec2() {
        return ec2;
    }

    public FakeClock clock() {
        return clock;
    }

    /// A provider of the cluster `demo` with a good key.
    public MachineProvider open(Map<String, String> options) {
        return new AwsProviderType()
                .open(context("demo", Map.of(), key(FakeEc2.ACCESS_KEY)).withOptions(options));
    }

    public ProviderContext context(
            String cluster, Map<String, String> environment, Credentials credentials) {
        var all = new HashMap<>(environment);
        all.putIfAbsent("AWS_ENDPOINT_URL", ec2.endpoint().toString());
        return context(clock, folder, cluster, all, credentials);
    }

    /// For a cloud that is found by the environment.
    public static ProviderContext context(
            FakeClock clock,
            Path folder,
            String cluster,
            Map<String, String> environment,
            Credentials credentials) {
        var around = new Surroundings(clock, clock, environment, folder.resolve("accounts"));
        return ProviderContext.of(cluster, folder.resolve(cluster), around)
                .withCredentials(credentials);
    }

    public static Credentials key(String accessKey) {
        return new Credentials(
                "test",
                Map.of(
                        "access-key", Secret.of(accessKey),
                        "secret-key", Secret.of("secret")));
    }

    public static Credentials session() {
        return new Credentials(
                "test",
                Map.of(
                        "access-key", Secret.of(FakeEc2.SESSION_KEY),
                        "secret-key", Secret.of("secret"),
                        "session-token", Secret.of(FakeEc2.SESSION_TOKEN)));
    }

    /// A small machine with a key.
    public static MachineSpec spec() {
        return MachineSpec.of("t3.micro", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo belt");
    }

    @Override
    public void close() {
        ec2.close();
    }
}
