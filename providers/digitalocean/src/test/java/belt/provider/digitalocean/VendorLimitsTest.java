package belt.provider.digitalocean;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.digitalocean.testkit.FakeDigitalOcean;
import belt.provider.testkit.FakeClock;
import com.myjeeva.digitalocean.impl.DigitalOceanClient;
import com.myjeeva.digitalocean.pojo.Droplet;
import com.myjeeva.digitalocean.pojo.Image;
import com.myjeeva.digitalocean.pojo.Region;
import java.net.URI;
import java.util.List;
import org.apache.http.HttpHost;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Why some calls do not go through the vendor's client (ADR 0120). When one of these fails, a newer client can do more.
class VendorLimitsTest {
    private final FakeClock clock = new FakeClock();
    private final FakeDigitalOcean ocean = FakeDigitalOcean.start(clock);

    @AfterEach
    void close() {
        ocean.close();
    }

    private DigitalOceanClient client() {
        URI api = ocean.endpoint();
        var host = new HttpHost(api.getHost(), api.getPort(), "http");
        CloseableHttpClient http =
                HttpClients.custom().setRoutePlanner((_, _, _) -> new HttpRoute(host)).build();
        return new DigitalOceanClient("v2", FakeDigitalOcean.TOKEN, http);
    }

    @Test
    void itAnswersACreateWithNothingAlthoughItMadeSomething() throws Exception {
        var droplet = new Droplet();
        droplet.setNames(List.of("a", "b"));
        droplet.setRegion(new Region("fra1"));
        droplet.setSize("s-1vcpu-1gb");
        droplet.setImage(new Image("debian-13-x64"));
        assertThat(client().createDroplets(droplet)).isNull();
        assertThat(ocean.paid()).containsExactly("a", "b");
    }

    @Test
    void itCannotReadTodaysSizes() throws Exception {
        assertThat(client().getAvailableSizes(1)).isNull();
        assertThat(client().getAvailableRegions(1).getRegions()).isNotEmpty();
        assertThat(client().getAccountInfo().getDropletLimit()).isPositive();
    }
}
