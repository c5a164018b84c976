package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.MachineProvider;
import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.LoopbackTls;
import belt.provider.testkit.TinyProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to the API: https with an authority of the cloud's own, and proxies; both the vendor's client and our own calls.
class DigitalOceanWayTest {
    private static final String API = "DIGITALOCEAN_API_URL";

    @TempDir private Path folder;
    private OceanBed bed;

    @BeforeEach
    void open() {
        bed = new OceanBed(folder);
    }

    @AfterEach
    void close() {
        bed.close();
    }

    private void works() throws InterruptedException {
        try (MachineProvider provider = bed.open(Map.of())) {
            assertThat(provider.check().machineLimit()).isEqualTo(10_000);
            var request = CreateRequest.of(List.of("a"), OceanBed.SPEC);
            for (Batch batch : provider.prepare(provider.plan(request)).batches()) {
                provider.create(batch, _ -> {});
            }
        }
    }

    private void fails(Class<? extends BeltException> how) {
        assertThatThrownBy(this::works).isInstanceOf(how);
    }

    @Test
    void anAuthorityOfItsOwnIsTrustedWhereItIsNamed() throws InterruptedException {
        try (var ocean = FakeDigitalOcean.start(new FakeClock(), LoopbackTls.context())) {
            bed.environment.put(API, ocean.endpoint() + "/");
            fails(BeltException.Unreachable.class);
            bed.environment.put("SSL_CERT_FILE", LoopbackTls.authority(folder).toString());
            works();
            assertThat(ocean.paid()).containsExactly("a");
            bed.environment.put("SSL_CERT_FILE", folder.resolve("none").toString());
            fails(BeltException.InvalidInput.class);
        }
    }

    @Test
    void aProxyIsUsedForHttp() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start()) {
            int port = bed.ocean.endpoint().getPort();
            bed.environment.put(API, "http://cloud.example:" + port);
            bed.environment.put("HTTP_PROXY", proxy.address());
            works();
            assertThat(proxy.asked())
                    .contains("POST http://cloud.example:" + port + "/v2/account/keys")
                    .contains("POST http://cloud.example:" + port + "/v2/droplets");
            bed.environment.put("no_proxy", "cloud.example");
            int before = proxy.asked().size();
            fails(BeltException.Unreachable.class);
            assertThat(proxy.asked()).hasSize(before);
        }
    }

    @Test
    void aProxyThatAsksWhoWeAreIsUsedForHttps() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start("me:p@ss");
                var ocean = FakeDigitalOcean.start(new FakeClock(), LoopbackTls.context())) {
            int port = ocean.endpoint().getPort();
            bed.environment.put(API, "https://cloud.example:" + port);
            bed.environment.put("SSL_CERT_FILE", LoopbackTls.authority(folder).toString());
            bed.environment.put("https_proxy", "http://me:p%40ss@" + proxy.address());
            works();
            assertThat(ocean.paid()).containsExactly("a");
            assertThat(proxy.asked()).containsOnly("CONNECT cloud.example:" + port);
            bed.environment.put("https_proxy", "http://me:wrong@" + proxy.address());
            fails(BeltException.class);
        }
    }
}
