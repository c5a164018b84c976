package belt.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinOrderTest {
    @TempDir Path folder;

    private DaemonConfig config() {
        return ConfigFile.parse(
                Path.of("beltd.yaml"), "advertise-addr: 10.0.0.1\nstate-dir: " + folder + "\n");
    }

    @Test
    void isReadAndRemoved() throws Exception {
        assertThat(JoinOrder.find(config())).isEmpty();
        Files.writeString(
                JoinOrder.file(config()),
                "format: 1\nmanagers: [\"10.0.0.2:2377\", \"10.0.0.3:2377\"]\nticket: \"T\"\n");
        JoinOrder order = JoinOrder.find(config()).orElseThrow();
        assertThat(order.managers()).containsExactly("10.0.0.2:2377", "10.0.0.3:2377");
        assertThat(order.ticket().reveal()).isEqualTo("T");
        assertThat(order.toString()).doesNotContain("\"T\"");
        JoinOrder.remove(config());
        assertThat(JoinOrder.find(config())).isEmpty();
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Files.writeString(JoinOrder.file(config()), "managers: []\nticket: T\n");
        assertThatThrownBy(() -> JoinOrder.find(config()))
                .isInstanceOf(BeltException.InvalidInput.class)
                .hasMessageContaining("names no managers or no ticket");
        Files.writeString(JoinOrder.file(config()), "{");
        assertThatThrownBy(() -> JoinOrder.find(config()))
                .isInstanceOf(BeltException.InvalidInput.class);
    }
}
