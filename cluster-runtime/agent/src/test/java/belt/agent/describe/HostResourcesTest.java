package belt.agent.describe;

import static org.assertj.core.api.Assertions.assertThat;

import belt.linux.CgroupLayout;
import belt.model.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostResourcesTest {
    private static final long MIB = 1024 * 1024;

    @TempDir private Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text + "\n");
    }

    @BeforeEach
    void aHostOfTwoProcessorsAndOneGibibyte() throws IOException {
        write("proc/cpuinfo", "processor : 0\nmodel name : x\nprocessor : 1");
        write("proc/meminfo", "MemTotal:        1048576 kB\nMemFree:  1 kB");
    }

    private Resources read(CgroupLayout.Hierarchy... hierarchies) {
        return new HostResources(folder.resolve("proc"), new CgroupLayout(List.of(hierarchies)))
                .read();
    }

    @Test
    void offersTheHardwareWhereNothingIsLimited() {
        assertThat(read()).isEqualTo(new Resources(2_000_000_000L, 1024 * MIB, 0, List.of()));
    }

    @Test
    void offersNoMoreThanAVersion1GroupAllows() throws IOException {
        write("proc/self/cgroup", "9:memory:/\n4:cpu,cpuacct:/");
        write("memory/memory.limit_in_bytes", Long.toString(512 * MIB));
        write("cpu/cpu.cfs_quota_us", "50000");
        write("cpu/cpu.cfs_period_us", "100000");

        Resources found =
                read(
                        new CgroupLayout.Hierarchy(
                                folder.resolve("memory"), false, "memory", Set.of("memory")),
                        new CgroupLayout.Hierarchy(
                                folder.resolve("cpu"),
                                false,
                                "cpu,cpuacct",
                                Set.of("cpu", "cpuacct")));

        assertThat(found).isEqualTo(new Resources(500_000_000L, 512 * MIB, 0, List.of()));
    }

    @Test
    void theStrictestOfTheGroupsAboveUsHolds() throws IOException {
        write("proc/self/cgroup", "0::/machine/beltd");
        write("unified/machine/memory.max", Long.toString(256 * MIB));
        write("unified/machine/beltd/memory.max", "max");
        write("unified/machine/cpu.max", "max 100000");

        Resources found =
                read(
                        new CgroupLayout.Hierarchy(
                                folder.resolve("unified"), true, "", Set.of("memory", "cpu")));

        assertThat(found).isEqualTo(new Resources(2_000_000_000L, 256 * MIB, 0, List.of()));
    }
}
