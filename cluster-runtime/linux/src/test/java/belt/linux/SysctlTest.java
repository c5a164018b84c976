package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysctlTest {
    @TempDir Path root;

    @Test
    void readsAndSetsAKey() throws Exception {
        Files.createDirectories(root.resolve("net/ipv4"));
        Files.writeString(root.resolve("net/ipv4/tcp_rmem"), "1\t2\t3\n");
        var sysctl = Sysctl.at(root);
        assertThat(sysctl.find("net.ipv4.tcp_rmem")).contains("1 2 3");
        sysctl.set("net.ipv4.tcp_rmem", "4 5 6");
        assertThat(sysctl.find("net.ipv4.tcp_rmem")).contains("4 5 6");
        assertThat(sysctl.find("net.ipv4.none")).isEmpty();
    }

    @Test
    void refusesAKeyThatLeavesTheFolder() {
        assertThatThrownBy(() -> Sysctl.at(root).set("//.//.etc.passwd", "x"))
                .isInstanceOf(BeltException.class);
    }
}
