package belt.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParsersTest {
    @Test
    void readsAStatLineWhoseNameHasBracketsAndBlanks() {
        String line =
                "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3 4 5 6";
        assertThat(ProcessStat.parse(line)).contains(new ProcessStat("a) b (c", 'S', 7, 987654));
    }

    @Test
    void aZombieDoesNotRun() {
        assertThat(new ProcessStat("x", 'Z', 1, 2).runs()).isFalse();
    }

    @Test
    void readsThePidsOfNestedNamespaces() {
        var namespaces = ProcessNamespaces.parse("Name:\tx\nNSpid:\t4711\t1\nSeccomp:\t0\n");
        assertThat(namespaces.pids()).containsExactly(4711L, 1L);
        assertThat(namespaces.isInit()).isTrue();
        assertThat(ProcessNamespaces.parse("NSpid:\t4711\t20\t1\n").isInit()).isFalse();
    }

    @Test
    void readsMountsWithBlanksInTheirPath() {
        var table =
                MountTable.parse(
                        """
                        27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
                        40 31 0:37 / /sys/fs/cgroup/systemd rw shared:9 - cgroup cgroup rw,name=systemd
                        41 31 0:38 / /mnt/a\\040b rw - tmpfs none rw
                        """);
        assertThat(table.isMountPoint(Path.of("/mnt/a b"))).isTrue();
        assertThat(table.ofType("cgroup").getFirst().superOptions()).contains("name=systemd");
    }

    @Test
    void detectsTheThreeCgroupLayouts() {
        var hybrid =
                CgroupLayout.detect(
                        MountTable.parse(
                                """
                                33 31 0:29 / /nowhere/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                                40 31 0:37 / /nowhere/systemd rw - cgroup cgroup rw,xattr,name=systemd
                                41 31 0:38 / /nowhere/unified rw - cgroup2 cgroup2 rw
                                """));
        assertThat(hybrid.unifiedOnly()).isFalse();
        assertThat(hybrid.hierarchies())
                .extracting(CgroupLayout.Hierarchy::options)
                .containsExactly("", "cpu,cpuacct", "none,name=systemd");
        assertThat(hybrid.find("cpuacct")).isPresent();
        assertThat(hybrid.find("memory")).isEmpty();
        var unified =
                CgroupLayout.detect(
                        MountTable.parse("41 31 0:38 / /nowhere rw - cgroup2 cgroup2 rw\n"));
        assertThat(unified.unifiedOnly()).isTrue();
    }

    @Test
    void readsCapabilities() {
        var rights = Capabilities.parse("CapPrm:\t0\nCapEff:\t000001fffeffffff\n");
        assertThat(rights.has(Capabilities.Right.SYS_ADMIN)).isTrue();
        assertThat(rights.missing(Capabilities.Right.MKNOD, Capabilities.Right.SYS_RESOURCE))
                .containsExactly(Capabilities.Right.SYS_RESOURCE);
    }

    @Test
    void findsTheFirstRangeThatNoRouteCovers() {
        var routes =
                HostRoutes.parse(
                        """
                        default via 192.0.2.1 dev eth0
                        10.77.0.0/16 dev tun0 scope link
                        10.79.0.0/16 dev belt-x proto kernel
                        unreachable 10.78.4.0/24
                        local 127.0.0.1 dev lo table local
                        broadcast 192.0.2.255 dev eth0 table local
                        """,
                        Set.of("belt-x"));
        var candidates =
                java.util.stream.IntStream.range(77, 80)
                        .mapToObj(i -> Ipv4Range.parse("10." + i + ".0.0/16"))
                        .toList();
        assertThat(routes.firstFree(candidates)).hasToString("10.79.0.0/16");
        assertThat(routes.overlapping(candidates.get(1))).contains(Ipv4Range.parse("10.78.4.0/24"));
    }
}
