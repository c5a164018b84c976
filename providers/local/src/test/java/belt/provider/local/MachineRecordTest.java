package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.MachineSize;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRecordTest {
    @TempDir Path folder;

    @Test
    void readsWhatItWrote() {
        var record =
                new MachineRecord(
                        new MachineRecord.Identity("k3x9abcd", "node1", "demo", "batch1"),
                        new MachineSize("512mb", 512 << 20, 1),
                        "debian-12",
                        MachineRecord.Init.SYSTEMD,
                        "systemd-0123",
                        "10.77.1.1",
                        "ssh-ed25519 AAAA",
                        Map.of("zone", "a b"),
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        MachineRecord.Phase.DELETING,
                        "boot",
                        true);
        var cluster = ClusterFolder.of(folder);
        cluster.write(record);
        assertThat(cluster.find("node1")).contains(record);
        assertThat(cluster.list()).containsExactly(record);
        assertThat(cluster.find("node2")).isEmpty();
    }
}
