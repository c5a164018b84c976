package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plain folders stand in for the kernel's: what is written where, in both versions.
class CgroupFolderTest {
    private static final CgroupLimits LIMITS = new CgroupLimits(64 << 20, 1500, 100);

    @TempDir Path root;

    @Test
    void writesVersion2LimitsAndHandsControllersDown() throws IOException {
        prepare(root, "cgroup.controllers", "cpu memory pids");
        prepare(root, "cgroup.subtree_control", "");
        Path parent = root.resolve("belt");
        Path group = parent.resolve("m");
        prepare(parent, "cgroup.controllers", "cpu memory pids");
        prepare(parent, "cgroup.subtree_control", "");
        for (String file : new String[] {"memory.max", "memory.swap.max", "cpu.max", "pids.max"}) {
            prepare(group, file, "max");
        }
        var hierarchy = new CgroupLayout.Hierarchy(root, true, "", Set.of("cpu", "memory", "pids"));
        new CgroupFolder(hierarchy, "belt/m").create(LIMITS);
        assertThat(group.resolve("memory.max")).hasContent("67108864");
        assertThat(group.resolve("memory.swap.max")).hasContent("0");
        assertThat(group.resolve("cpu.max")).hasContent("150000 100000");
        assertThat(group.resolve("pids.max")).hasContent("100");
        assertThat(parent.resolve("cgroup.subtree_control")).content().startsWith("+");
        new CgroupFolder(hierarchy, "belt/m").create(CgroupLimits.NONE);
        assertThat(group.resolve("cpu.max")).content().startsWith("max ");
    }

    @Test
    void writesVersion1LimitsAndFillsACpuset() throws IOException {
        prepare(root, "cpuset.cpus", "0-1");
        prepare(root, "cpuset.mems", "0");
        Path group = root.resolve("belt/m");
        for (Path folder : new Path[] {root.resolve("belt"), group}) {
            prepare(folder, "cpuset.cpus", "");
            prepare(folder, "cpuset.mems", "");
        }
        for (String file :
                new String[] {
                    "memory.limit_in_bytes", "cpu.cfs_quota_us", "cpu.cfs_period_us", "pids.max"
                }) {
            prepare(group, file, "");
        }
        prepare(group, "memory.memsw.limit_in_bytes", "9223372036854771712");
        var hierarchy =
                new CgroupLayout.Hierarchy(
                        root, false, "all", Set.of("cpu", "memory", "pids", "cpuset"));
        new CgroupFolder(hierarchy, "belt/m").create(LIMITS);
        assertThat(group.resolve("memory.limit_in_bytes")).hasContent("67108864");
        assertThat(group.resolve("memory.memsw.limit_in_bytes")).hasContent("67108864");
        assertThat(group.resolve("cpu.cfs_quota_us")).hasContent("150000");
        assertThat(group.resolve("cpuset.cpus")).hasContent("0-1");
    }

    private static void prepare(Path folder, String file, String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(file), content);
    }
}
