package belt.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
    private static final Path FILE = Path.of("beltd.yaml");

    @Test
    void fillsInTheDefaults() {
        assertThat(ConfigFile.parse(FILE, "format: 1\nadvertise-addr: 10.0.0.1\n"))
                .isEqualTo(DaemonConfig.of("10.0.0.1"));
    }

    @Test
    void readsEveryKey() {
        DaemonConfig config =
                ConfigFile.parse(
                        FILE,
                        """
                        format: 1
                        advertise-addr: 10.0.0.2
                        hostname: n2
                        state-dir: /s
                        run-dir: /r
                        api-listen: ""
                        cluster-port: 1
                        raft-port: 2
                        tls-dir: /t
                        engine-socket: ""
                        labels: [zone=a]
                        log-level: debug
                        """);
        assertThat(config)
                .isEqualTo(
                        new DaemonConfig(
                                "10.0.0.2",
                                "n2",
                                Path.of("/s"),
                                Path.of("/r"),
                                "",
                                1,
                                2,
                                Path.of("/t"),
                                "",
                                java.util.List.of("zone=a"),
                                "debug"));
    }

    @Test
    void namesTheNearestKey() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, "advertise-adr: 10.0.0.1\n"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessage("beltd.yaml: unknown key advertise-adr; did you mean advertise-addr?");
    }

    @Test
    void refusesANewerFormat() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, "format: 2\nadvertise-addr: 10.0.0.1\n"))
                .hasMessage("beltd.yaml: format is 2, this beltd reads up to 1");
    }

    @Test
    void saysWhereTheYamlBreaks() {
        assertThatThrownBy(() -> ConfigFile.parse(FILE, "advertise-addr: 10.0.0.1\nlabels: [a=b\n"))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("line 3");
    }
}
