package belt.provider.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineProviderContract;
import belt.provider.MachineState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
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
    protected MachineProvider provider() {
        return new GenericProvider();
    }

    @Override
    protected CreateRequest request(String cluster, Path stateDir, List<String> names) {
        String address = "127.0.0.1:" + sshd.getLocalPort();
        return request(
                cluster,
                stateDir,
                names,
                Map.of("address", String.join(",", names.stream().map(_ -> address).toList())));
    }

    @Override
    protected boolean hasPowerSwitch() {
        return false;
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(MachineProvider.class))
                .extracting(MachineProvider::name)
                .contains("generic");
    }

    @Test
    void saysWhetherSomethingListens() throws Exception {
        assertThat(values(create("demo", clone, "a")).getFirst().state())
                .isEqualTo(MachineState.ACTIVE);
        sshd.close();
        Machine silent = provider().list("demo", clone).getFirst();
        assertThat(silent.state()).isEqualTo(MachineState.STOPPED);
        assertThat(silent.stateReason()).contains("127.0.0.1:" + sshd.getLocalPort());
    }

    @Test
    void understandsDockerMachinesSpellings() throws InterruptedException {
        var options =
                Map.of(
                        "generic-ip-address", "127.0.0.1",
                        "generic-ssh-user", "admin",
                        "generic-ssh-port", "2222",
                        "generic-ssh-key", "/keys/one");
        Machine machine =
                values(provider().create(request("demo", clone, List.of("a"), options), _ -> {}))
                        .getFirst();
        assertThat(machine.ssh()).isEqualTo(new Machine.SshAccess("admin", 2222, "/keys/one"));
    }

    @Test
    void takesAddressesByNameAndInOrder() {
        var options =
                Map.of("address", "192.0.2.1, [2001:db8::1]:2200", "address.c", "c.example:22");
        var read = GenericOptions.read(request("x", clone, List.of("a", "b", "c"), options));
        assertThat(read.require("a")).isEqualTo(new Address("192.0.2.1", 22));
        assertThat(read.require("b")).isEqualTo(new Address("2001:db8::1", 2200));
        assertThat(read.require("b")).hasToString("[2001:db8::1]:2200");
        assertThat(read.require("c")).isEqualTo(new Address("c.example", 22));
    }

    @Test
    void makesNoneIfOneHasNoAddress() {
        var wish = request("x", clone, List.of("a", "b"), Map.of("address", "127.0.0.1"));
        assertThatThrownBy(() -> provider().create(wish, _ -> {}))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("b has no address");
        assertThat(provider().list("x", clone)).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String text : List.of("", "host:0", "host:x", "[::1", "a b", "h:70000")) {
            assertThatThrownBy(() -> Address.parse(text))
                    .as(text)
                    .isInstanceOf(BeltException.InvalidInput.class);
        }
    }

    private CreateRequest request(
            String cluster, Path stateDir, List<String> names, Map<String, String> options) {
        return new CreateRequest(
                cluster,
                stateDir,
                names,
                provider().size("any"),
                "",
                "",
                "ssh-ed25519 AAAA",
                Map.of(),
                options,
                4);
    }
}
