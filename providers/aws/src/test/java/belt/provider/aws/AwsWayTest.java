package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.FakeEc2;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.WayContract;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

class AwsWayTest extends WayContract {
    private record Ec2(FakeEc2 fake) implements Cloud {
        @Override
        public URI endpoint() {
            return fake.endpoint();
        }

        @Override
        public Collection<?> made() {
            return fake.liveInstances("us-east-1");
        }

        @Override
        public void close() {
            fake.close();
        }
    }

    @Override
    protected Cloud start(FakeClock clock, Optional<SSLContext> tls) {
        return new Ec2(FakeEc2.start(clock, tls));
    }

    @Override
    protected MachineProvider open(FakeClock clock, Map<String, String> environment)
            throws InterruptedException {
        var context =
                Ec2Bed.context(clock, folder, "demo", environment, Ec2Bed.key(FakeEc2.ACCESS_KEY));
        MachineProvider provider =
                new AwsProviderType().open(context.withOptions(Map.of("retries", "0")));
        assertThat(provider.check().id()).isEqualTo("123456789012");
        return provider;
    }

    @Override
    protected MachineSpec spec() {
        return Ec2Bed.spec();
    }

    @Override
    protected String endpoint() {
        return "AWS_ENDPOINT_URL";
    }

    @Override
    protected String authority() {
        return "AWS_CA_BUNDLE";
    }
}
