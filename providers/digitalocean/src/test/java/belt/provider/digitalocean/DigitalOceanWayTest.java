package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.WayContract;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Both the vendor's client and our own calls.
class DigitalOceanWayTest extends WayContract {
    private record Ocean(FakeDigitalOcean fake) implements Cloud {
        @Override
        public URI endpoint() {
            return fake.endpoint();
        }

        @Override
        public Collection<?> made() {
            return fake.paid();
        }

        @Override
        public void close() {
            fake.close();
        }
    }

    @Override
    protected Cloud start(FakeClock clock, Optional<SSLContext> tls) {
        return new Ocean(FakeDigitalOcean.start(clock, tls));
    }

    @Override
    protected MachineProvider open(FakeClock clock, Map<String, String> environment)
            throws InterruptedException {
        MachineProvider provider = OceanBed.open(clock, folder, environment, Map.of());
        assertThat(provider.check().machineLimit()).isEqualTo(10_000);
        return provider;
    }

    @Override
    protected MachineSpec spec() {
        return OceanBed.SPEC;
    }

    @Override
    protected String endpoint() {
        return "DIGITALOCEAN_API_URL";
    }

    @Override
    protected String authority() {
        return "SSL_CERT_FILE";
    }
}
