package belt.provider.aws;

import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.Machine;
import belt.provider.MachineSpec;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.aws.testkit.FakeEc2;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.MachineProviderContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/// EC2 keeps what every provider promises, against a fake with EC2's delays and limits.
class AwsProviderTest extends MachineProviderContract {
    private final FakeClock clock = new FakeClock();
    private final FakeEc2 ec2 = FakeEc2.start(clock);

    @AfterEach
    void stop() {
        ec2.close();
    }

    @Override
    protected ProviderType type() {
        return new AwsProviderType();
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        var around =
                new Surroundings(
                        clock,
                        clock,
                        Map.of("AWS_ENDPOINT_URL", ec2.endpoint().toString()),
                        stateDir.resolve("accounts"));
        return ProviderContext.of(cluster, stateDir, around)
                .withCredentials(
                        new Credentials(
                                "test",
                                Map.of(
                                        "access-key", Secret.of(FakeEc2.ACCESS_KEY),
                                        "secret-key", Secret.of("secret"))));
    }

    @Override
    protected MachineSpec spec() {
        return MachineSpec.of("t3.micro", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo belt");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of("shows no machines to another clone");
    }

    @Override
    protected void hang(Machine machine) {
        ec2.hang("us-east-1", machine.id());
    }

    @Override
    protected String otherSize() {
        return "t3.small";
    }
}
