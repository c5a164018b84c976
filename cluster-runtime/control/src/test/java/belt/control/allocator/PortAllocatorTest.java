package belt.control.allocator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.control.FakeCluster;
import belt.control.Specs;
import belt.core.RandomId;
import belt.model.EndpointMode;
import belt.model.EndpointSpec;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Service;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import belt.store.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortAllocatorTest {
    private final FakeCluster cluster = new FakeCluster();

    private static PortConfig ingress(int target, int published) {
        return new PortConfig("", Protocol.TCP, target, published, PublishMode.INGRESS);
    }

    private static PortConfig host(int target, int published) {
        return new PortConfig("", Protocol.TCP, target, published, PublishMode.HOST);
    }

    private static ServiceSpec spec(String name, PortConfig... ports) {
        return Specs.withEndpoint(
                Specs.replicated(name, 1), new EndpointSpec(EndpointMode.VIP, List.of(ports)));
    }

    private List<PortConfig> choose(ServiceId id, ServiceSpec spec) {
        return cluster.store.read(view -> PortAllocator.choose(view, id, spec));
    }

    private List<PortConfig> choose(ServiceSpec spec) {
        return choose(new ServiceId(RandomId.next()), spec);
    }

    private Service create(ServiceSpec spec) {
        Service service = Specs.service(spec).withPorts(choose(spec));
        cluster.propose(new Action.PutService(service, 0));
        return service;
    }

    @Test
    void choosesTheNextFreeNumberForEachProtocol() {
        create(spec("one", ingress(80, 0), ingress(81, 30_001)));
        var udp = new PortConfig("", Protocol.UDP, 53, 0, PublishMode.INGRESS);
        assertThat(choose(spec("two", ingress(80, 0), udp)))
                .containsExactly(ingress(80, 30_002), udp.withPublished(30_000));
    }

    @Test
    void keepsANumberThatItChoseBefore() {
        create(spec("one", ingress(80, 0)));
        Service two = create(spec("two", ingress(80, 0)));
        cluster.remove(cluster.store.read(v -> v.serviceByName("one").orElseThrow().id()));
        assertThat(choose(two.id(), spec("two", ingress(81, 0), ingress(80, 0))))
                .containsExactly(ingress(81, 30_000), ingress(80, 30_001));
    }

    @Test
    void refusesAPortThatAnotherServiceHas() {
        Service api = create(spec("api", ingress(80, 8080)));
        Service edge = create(spec("edge", host(80, 9090)));
        assertThatThrownBy(() -> choose(spec("web", ingress(80, 8080))))
                .hasMessage(
                        "port '8080' is already in use by service 'api' (%s) as an ingress port",
                        api.id());
        assertThatThrownBy(() -> choose(spec("web", host(80, 8080))))
                .hasMessageContaining("as an ingress port");
        assertThatThrownBy(() -> choose(spec("web", ingress(80, 9090))))
                .hasMessage(
                        "port '9090' is already in use by service 'edge' (%s) as a host-published"
                                + " port",
                        edge.id());
        assertThat(choose(spec("web", host(80, 9090)))).containsExactly(host(80, 9090));
        assertThat(choose(api.id(), spec("api", ingress(80, 8080)))).hasSize(1);
    }

    @Test
    void leavesHostPortsToTheNodes() {
        assertThat(choose(spec("web", host(80, 0)))).containsExactly(host(80, 0));
    }
}
