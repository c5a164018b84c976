package belt.provider.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderOptions;
import belt.provider.ProviderType;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.Waiting;
import belt.provider.testkit.MachineProviderContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GenericProviderTest extends MachineProviderContract {
    private ServerSocket sshd;

    @BeforeEach
    void listen() throws IOException {
        sshd = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void hangUp() throws IOException {
        sshd.close();
    }

    @Override
    protected ProviderType type() {
        return new GenericType();
    }

    @Override
    protected ProviderContext context(String cluster, Path stateDir, List<String> names) {
        String address = "127.0.0.1:" + sshd.getLocalPort();
        return context(
                cluster,
                stateDir,
                Map.of("address", String.join(",", names.stream().map(_ -> address).toList())));
    }

    @Override
    protected MachineSpec spec() {
        return MachineSpec.of("any", "ssh-ed25519 AAAA");
    }

    @Override
    protected Set<String> notPromised() {
        return Set.of(
                "refuses a region that nobody knows",
                "finds everything of belt",
                "leaves another cluster's machines alone",
                "stops and starts",
                "cuts the power",
                "restarts",
                "resizes",
                "puts labels on what is there",
                "sets the firewall that is wished",
                "tells managers from others");
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ProviderType.class))
                .extracting(ProviderType::name)
                .contains("generic");
    }

    @Test
    void saysWhetherSomethingListens() throws Exception {
        assertThat(create("demo", clone, "a").getFirst().state()).isEqualTo(MachineState.ACTIVE);
        sshd.close();
        Machine silent = open("demo", clone).list(Selection.cluster()).getFirst();
        assertThat(silent.state()).isEqualTo(MachineState.STOPPED);
        assertThat(silent.stateReason()).contains("127.0.0.1:" + sshd.getLocalPort());
    }

    @Test
    void understandsDockerMachinesSpellings() throws Exception {
        String key = Files.writeString(clone.resolve("one"), "a key").toString();
        var options =
                Map.of(
                        "generic-ip-address", "127.0.0.1",
                        "generic-ssh-user", "admin",
                        "generic-ssh-port", "2222",
                        "generic-ssh-key", key);
        MachineProvider provider = type().open(context("demo", clone, options));
        Batch batch = provider.plan(CreateRequest.of(List.of("a"), spec())).batches().getFirst();
        Machine machine = values(provider.create(batch, _ -> {})).getFirst();
        assertThat(machine.ssh()).isEqualTo(new Machine.SshAccess("admin", 2222, key));
    }

    @Test
    void refusesAKeyThatIsNotThereBeforeAnythingIsWrittenDown() {
        var options = Map.of("address", "127.0.0.1", "ssh-key", "/keys/none");
        MachineProvider provider = type().open(context("demo", clone, options));
        assertThatThrownBy(() -> provider.plan(CreateRequest.of(List.of("a"), spec())))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("the private key /keys/none cannot be read");
    }

    @Test
    void takesAddressesByNameAndInOrder() {
        var options =
                Map.of("address", "192.0.2.1, [2001:db8::1]:2200", "address.c", "c.example:22");
        var read =
                GenericOptions.read(
                        ProviderOptions.read(type(), context("x", clone, options)),
                        List.of("a", "b", "c"));
        assertThat(read.require("a")).isEqualTo(new Address("192.0.2.1", 22));
        assertThat(read.require("b")).isEqualTo(new Address("2001:db8::1", 2200));
        assertThat(read.require("b")).hasToString("[2001:db8::1]:2200");
        assertThat(read.require("c")).isEqualTo(new Address("c.example", 22));
    }

    @Test
    void makesNoneIfOneHasNoAddress() throws InterruptedException {
        MachineProvider provider = type().open(context("x", clone, Map.of("address", "127.0.0.1")));
        var wish = CreateRequest.of(List.of("a", "b"), spec());
        assertThatThrownBy(() -> provider.plan(wish))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("b has no address");
        assertThat(provider.list(Selection.cluster())).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String text : List.of("", "host:0", "host:x", "[::1", "a b", "h:70000")) {
            assertThatThrownBy(() -> Address.parse(text))
                    .as(text)
                    .isInstanceOf(BeltException.InvalidInput.class);
        }
    }

    private static ProviderContext context(
            String cluster, Path stateDir, Map<String, String> options) {
        var around = new Surroundings(InstantSource.system(), Waiting.real(), Map.of(), stateDir);
        return ProviderContext.of(cluster, stateDir, around).withOptions(options);
    }
}
