package belt.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.MachineProvider;
import belt.provider.aws.testkit.Ec2Bed;
import belt.provider.aws.testkit.FakeEc2;
import belt.provider.testkit.FakeClock;
import belt.provider.testkit.LoopbackTls;
import belt.provider.testkit.TinyProxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to the API: https with an authority of the cloud's own, and proxies.
class AwsWayTest {
    @TempDir Path folder;
    private Ec2Bed bed;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void start() {
        bed = new Ec2Bed(folder);
    }

    @AfterEach
    void stop() {
        bed.close();
    }

    private void works() throws InterruptedException {
        var context = bed.context("demo", environment, Ec2Bed.key(FakeEc2.ACCESS_KEY));
        try (MachineProvider provider =
                new AwsProviderType().open(context.withOptions(Map.of("retries", "0")))) {
            assertThat(provider.check().id()).isEqualTo("123456789012");
            var request = CreateRequest.of(List.of("a"), Ec2Bed.spec());
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
        try (FakeEc2 secure = FakeEc2.start(new FakeClock(), LoopbackTls.context())) {
            environment.put("AWS_ENDPOINT_URL", secure.endpoint().toString());
            fails(BeltException.Unreachable.class);
            environment.put("AWS_CA_BUNDLE", LoopbackTls.authority(folder).toString());
            works();
            assertThat(secure.liveInstances("us-east-1")).hasSize(1);
            environment.put("AWS_CA_BUNDLE", folder.resolve("none").toString());
            fails(BeltException.InvalidInput.class);
        }
    }

    @Test
    void aProxyIsUsedForHttp() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start()) {
            int port = bed.ec2().endpoint().getPort();
            environment.put("AWS_ENDPOINT_URL", "http://cloud.example:" + port);
            environment.put("http_proxy", "http://" + proxy.address());
            works();
            assertThat(proxy.asked())
                    .isNotEmpty()
                    .allMatch(each -> each.startsWith("POST http://cloud.example:" + port));
            environment.put("NO_PROXY", ".example");
            int before = proxy.asked().size();
            fails(BeltException.Unreachable.class);
            assertThat(proxy.asked()).hasSize(before);
        }
    }

    @Test
    void aProxyThatAsksWhoWeAreIsUsedForHttps() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start("me:p@ss");
                FakeEc2 secure = FakeEc2.start(new FakeClock(), LoopbackTls.context())) {
            int port = secure.endpoint().getPort();
            environment.put("AWS_ENDPOINT_URL", "https://cloud.example:" + port);
            environment.put("AWS_CA_BUNDLE", LoopbackTls.authority(folder).toString());
            environment.put("HTTPS_PROXY", "http://me:p%40ss@" + proxy.address());
            works();
            assertThat(secure.liveInstances("us-east-1")).hasSize(1);
            assertThat(proxy.asked()).containsOnly("CONNECT cloud.example:" + port);
            environment.put("HTTPS_PROXY", "http://me:wrong@" + proxy.address());
            fails(BeltException.class);
        }
    }
}
