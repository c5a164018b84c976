package belt.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.templates.NodeFile.SuperviseScript.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whole files against `src/test/resources/golden/NodeFile`; `-Dgolden.update` rewrites them.
class NodeFileRendererTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/NodeFile");

    private final NodeFileRenderer renderer = new NodeFileRenderer();

    @Test
    void writesTheUnit() throws IOException {
        golden(
                "beltd.service",
                new NodeFile.BeltdUnit(
                        "/opt/belt/current/bin/beltd", "/etc/belt/beltd.yaml", true));
    }

    @Test
    void writesTheSupervisor() throws IOException {
        golden(
                "supervise",
                new NodeFile.SuperviseScript(
                        List.of(
                                new Service(
                                        "dockerd",
                                        "dockerd -H unix:///run/docker.sock",
                                        List.of(0),
                                        30),
                                new Service(
                                        "beltd",
                                        "/opt/belt/current/bin/beltd --config /etc/belt/beltd.yaml",
                                        List.of(0, 2, 3),
                                        45))));
    }

    @Test
    void writesTheEngineConfiguration() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("live-restore", "true");
        entries.put("log-opts", "{\"max-size\": \"10m\"}");
        golden("daemon.json", new NodeFile.EngineConfig(entries));
    }

    @Test
    void writesTheKernelProfile() throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("net.ipv4.neigh.default.gc_thresh3", "8192");
        values.put("net.ipv4.ip_local_port_range", "32768 60999");
        golden("90-belt.conf", new NodeFile.SysctlDropIn("3 nodes of up to 100 tasks", values));
    }

    @Test
    void writesTheDaemonsConfiguration() throws IOException {
        golden(
                "beltd.yaml",
                new NodeFile.BeltdConfig(
                        "10.77.1.1",
                        "node1",
                        "/run/docker.sock",
                        List.of("zone=a", "say=\"hi: #there\""),
                        "info"));
    }

    @Test
    void refusesAValueThatWouldBecomeALineOfItsOwn() {
        var file =
                new NodeFile.SysctlDropIn("one", Map.of("net.core.somaxconn", "1\nkernel.panic=1"));

        assertThatThrownBy(() -> renderer.render(file))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("\"1\\nkernel.panic=1\"");
    }

    private void golden(String name, NodeFile file) throws IOException {
        Path expected = GOLDEN.resolve(name + ".txt");
        String text = renderer.render(file);
        if (System.getProperty("golden.update") != null) {
            Files.writeString(expected, text);
        }
        assertThat(text).isEqualTo(Files.readString(expected));
    }
}
