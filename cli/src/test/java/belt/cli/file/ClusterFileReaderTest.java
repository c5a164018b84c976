package belt.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterFileReaderTest {
    private static ClusterFile parse(String text) {
        return ClusterFileReader.parse("belt.yaml", text);
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage(message);
    }

    @Test
    void readsTheQuickstart() {
        ClusterFile file = ClusterFileReader.read(Path.of("../examples/quickstart.yaml"));
        assertThat(file.name()).isEqualTo("quickstart");
        assertThat(file.managers()).isEqualTo(3);
        assertThat(file.names())
                .containsExactly("manager1", "manager2", "manager3", "worker1", "worker2");
        assertThat(file.services())
                .containsExactly(
                        new ServiceWish(
                                "web",
                                false,
                                "hello",
                                List.of(),
                                false,
                                4,
                                List.of(new ServiceWish.Port(8080, 80, "tcp", false)),
                                List.of(),
                                List.of(),
                                Map.of(),
                                0,
                                0));
    }

    @Test
    void readsEveryKeyOfAService() {
        ClusterFile file =
                parse(
                        """
                        cluster: c
                        machines: [{name: a, role: manager}]
                        services:
                          s:
                            runtime: exec
                            command: sleep 100
                            mode: global
                            replicas: 2
                            ports: [80, "53:53/udp@host"]
                            env: {A: b}
                            constraints: [node.role==worker]
                            labels: [x=y]
                            memory: 64mb
                            cpus: 0.5
                        """);
        assertThat(file.services())
                .containsExactly(
                        new ServiceWish(
                                "s",
                                true,
                                "",
                                List.of("sleep", "100"),
                                true,
                                2,
                                List.of(
                                        new ServiceWish.Port(0, 80, "tcp", false),
                                        new ServiceWish.Port(53, 53, "udp", true)),
                                List.of("A=b"),
                                List.of("node.role==worker"),
                                Map.of("x", "y"),
                                64L << 20,
                                500_000_000));
    }

    @Test
    void namesTheNearestKeyAndThePlace() {
        assertThatThrownBy(() -> parse("cluster: c\nmachines:\n  - name: a\n    rolle: manager\n"))
                .hasMessage("belt.yaml:4:5: unknown key rolle")
                .satisfies(e ->
                        assertThat(((BeltException) e).detail()).contains("did you mean role?"));
    }

    @Test
    void saysWhereTheYamlBreaks() {
        assertThatThrownBy(() -> parse("cluster: c\nmachines: [\n  - name: a\n"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageStartingWith("belt.yaml:");
    }

    @Test
    void refusesWhatCannotBe() {
        refuses("machines: []\n", "belt.yaml:1:1: the key cluster is missing");
        refuses(
                "cluster: c\nmachines: [{name: a}]\n",
                "belt.yaml:2:11: no machine has the role manager");
        refuses(
                "cluster: c\nmachines: [{name: a, role: boss}]\n",
                "belt.yaml:2:28: role is 'boss', neither manager nor worker");
        refuses(
                "cluster: c\nmachines: [{name: 'a[1:2]', role: manager}, {name: a2}]\n",
                "belt.yaml:1:1: the machine a2 is named twice, at belt.yaml:2:12 and belt.yaml:2:45");
        refuses(
                "cluster: c\nmachines: [{name: a, role: manager}]\nservices: {w: {image: x, ports: ['x:80']}}\n",
                "belt.yaml:3:34: ports is 'x:80', 'x' is no port: write PUBLISHED:TARGET, as in 8080:80");
        refuses(
                "cluster: c\nmachines: [{name: a, role: manager}]\nservices: {w: {replicas: 2}}\n",
                "belt.yaml:3:15: the key image is missing");
    }

    @Test
    void pointsAtABrokenRange() {
        assertThatThrownBy(() -> parse("cluster: c\nmachines: [{name: 'a[3:1]', role: manager}]\n"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageStartingWith("belt.yaml:2:19: ");
    }
}
