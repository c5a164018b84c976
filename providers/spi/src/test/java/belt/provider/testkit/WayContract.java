package belt.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to a cloud's API: https with an authority of the cloud's own, and proxies. A cloud's test extends this.
public abstract class WayContract {
    /// The files of a cluster.
    @TempDir protected Path folder;

    private final FakeClock clock = new FakeClock();
    private final Map<String, String> environment = new HashMap<>();

    /// A fake of the cloud.
    protected interface Cloud extends AutoCloseable {
        URI endpoint();

        /// Machines that are there.
        Collection<?> made();

        @Override
        void close();
    }

    /// Starts the fake.
    ///
    /// @param tls empty for http
    protected abstract Cloud start(FakeClock clock, Optional<SSLContext> tls);

    /// Opens the provider with good credentials, and asks it who we are.
    protected abstract MachineProvider open(FakeClock clock, Map<String, String> environment)
            throws InterruptedException;

    /// A small machine.
    protected abstract MachineSpec spec();

    /// The variable that names the endpoint.
    protected abstract String endpoint();

    /// The variable that names a file of authorities.
    protected abstract String authority();

    private void works() throws InterruptedException {
        try (MachineProvider provider = open(clock, environment)) {
            var request = CreateRequest.of(List.of("a"), spec());
            for (Batch batch : provider.prepare(provider.plan(request)).batches()) {
                provider.create(batch, _ -> {});
            }
        }
    }

    private void fails(Class<? extends BeltException> how) {
        assertThatThrownBy(this::works).isInstanceOf(how);
    }

    private Cloud secure() {
        return start(clock, Optional.of(LoopbackTls.context()));
    }

    private void set(String variable, @Nullable Object value) {
        environment.put(variable, String.valueOf(value));
    }

    @Test
    void anAuthorityOfItsOwnIsTrustedWhereItIsNamed() throws InterruptedException {
        try (Cloud cloud = secure()) {
            set(endpoint(), cloud.endpoint());
            fails(BeltException.Unreachable.class);
            set(authority(), LoopbackTls.authority(folder));
            works();
            assertThat(cloud.made()).hasSize(1);
            set(authority(), folder.resolve("none"));
            fails(BeltException.InvalidInput.class);
        }
    }

    @Test
    void aProxyIsUsedForHttp() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start();
                Cloud cloud = start(clock, Optional.empty())) {
            String api = "http://cloud.example:" + cloud.endpoint().getPort();
            set(endpoint(), api);
            set("http_proxy", "http://" + proxy.address());
            works();
            assertThat(cloud.made()).hasSize(1);
            assertThat(proxy.asked()).anyMatch(each -> each.startsWith("POST " + api));
            assertThat(proxy.asked()).allMatch(each -> each.contains(" " + api));
            set("NO_PROXY", ".example");
            int before = proxy.asked().size();
            fails(BeltException.Unreachable.class);
            assertThat(proxy.asked()).hasSize(before);
        }
    }

    @Test
    void aProxyMayBeWrittenWithoutAScheme() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start();
                Cloud cloud = start(clock, Optional.empty())) {
            set(endpoint(), "http://cloud.example:" + cloud.endpoint().getPort());
            set("HTTP_PROXY", proxy.address());
            works();
            set("no_proxy", "cloud.example");
            fails(BeltException.Unreachable.class);
        }
    }

    @Test
    void aProxyThatAsksWhoWeAreIsUsedForHttps() throws InterruptedException {
        try (TinyProxy proxy = TinyProxy.start("me:p@ss");
                Cloud cloud = secure()) {
            int port = cloud.endpoint().getPort();
            set(endpoint(), "https://cloud.example:" + port);
            set(authority(), LoopbackTls.authority(folder));
            set("HTTPS_PROXY", "http://me:p%40ss@" + proxy.address());
            works();
            assertThat(cloud.made()).hasSize(1);
            assertThat(proxy.asked()).containsOnly("CONNECT cloud.example:" + port);
            set("HTTPS_PROXY", "http://me:wrong@" + proxy.address());
            fails(BeltException.class);
        }
    }
}
