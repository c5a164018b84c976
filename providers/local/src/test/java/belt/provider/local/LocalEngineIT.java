package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.linux.CgroupLayout;
import belt.linux.MountTable;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What runs inside: an engine, systemd, and both versions of control groups.
class LocalEngineIT {
    private static final String BUSYBOX =
            """
            set -e
            mkdir -p /tmp/r/bin; cp /bin/busybox /tmp/r/bin/; tar -C /tmp/r -c . | docker import - bb >/dev/null
            docker run --rm --memory 32m bb /bin/busybox echo from a container
            """;

    /// One for all tests, so that each base is made once only.
    @TempDir static Path folder;

    private static @Nullable TestHost used;
    private TestHost host;

    @BeforeEach
    void prepare() throws Exception {
        TestHost.assumeItCanHaveMachines("systemd", "systemd-sysv", "dbus", "busybox-static");
        host = TestHost.in(folder);
        used = host;
    }

    @AfterEach
    void deleteAll() throws InterruptedException {
        if (host != null) {
            host.deleteAll(Map.of("demo", folder));
        }
    }

    @AfterAll
    static void nothingIsLeft() throws InterruptedException {
        if (used != null) {
            used.clean(Map.of("demo", folder));
            assertThat(folder.resolve("host")).doesNotExist();
        }
    }

    @Test
    void anEngineRunsContainers() throws InterruptedException {
        Machine machine = create(Map.of());
        host.sshOutput(
                machine,
                "dockerd >/var/log/dockerd.log 2>&1 </dev/null &"
                        + " for i in $(seq 300); do docker version >/dev/null 2>&1 && break; sleep 0.1; done");
        assertThat(host.sshOutput(machine, "docker info -f '{{.Driver}}'")).isEqualTo("overlay2");
        assertThat(host.sshOutput(machine, BUSYBOX)).isEqualTo("from a container");
        host.open("demo", folder).stop(List.of(machine));
        assertThat(host.list("demo", folder).getFirst().state()).isEqualTo(MachineState.STOPPED);
    }

    @Test
    void systemdBootsAndRunsAnEngine() throws InterruptedException {
        Machine machine = create(Map.of("init", "systemd"));
        assertThat(host.sshOutput(machine, "systemctl is-system-running --wait"))
                .isEqualTo("running");
        assertThat(host.sshOutput(machine, "systemd-run --wait -q true; cat /proc/1/comm"))
                .isEqualTo("systemd");
        assertThat(host.sshOutput(machine, "systemctl start docker && " + BUSYBOX))
                .isEqualTo("from a container");
        host.open("demo", folder).stop(List.of(machine));
        host.open("demo", folder).start(List.of(machine));
        assertThat(host.sshOutput(machine, "systemctl is-system-running --wait"))
                .isEqualTo("running");
    }

    /// On a host with version 1 controllers this shows the layout and the life of the groups; the limits that version 2
    /// writes are shown by CgroupFolderTest.
    @Test
    void controlGroupsOfVersion2AreLaidOutForAnEngine() throws InterruptedException {
        var unified =
                CgroupLayout.detect(MountTable.own()).hierarchies().stream()
                        .filter(CgroupLayout.Hierarchy::unified)
                        .toList();
        Assumptions.assumeFalse(unified.isEmpty(), "no cgroup2 file system is mounted");
        var local =
                new LocalHost(host.host().shared(), Path.of("/"), () -> new CgroupLayout(unified));
        var provider = new LocalType(local).open(TestHost.context("demo", folder));
        var request = CreateRequest.of(List.of("node1"), host.spec("128mb"));
        var wish =
                new LocalRequest(
                        "demo",
                        ClusterFolder.of(folder),
                        MachineRecord.Init.TINI,
                        provider.plan(request).batches().getFirst(),
                        LocalSize.parse("128mb"));
        var creation = new MachineCreation(local, wish, _ -> {});
        String base = creation.register(Instant.EPOCH);
        Machine machine = creation.make("node1", base);
        try {
            assertThat(
                            host.sshOutput(
                                    machine, "stat -fc %T /sys/fs/cgroup; grep ^0: /proc/1/cgroup"))
                    .isEqualTo("cgroup2fs\n0::/init");
            assertThat(
                            host.sshOutput(
                                    machine,
                                    "cat /sys/fs/cgroup/cgroup.procs; mkdir /sys/fs/cgroup/child"))
                    .as("the root of the machine's groups holds no process")
                    .isEmpty();
            assertThat(provider.list(Selection.cluster()).getFirst().state())
                    .isEqualTo(MachineState.ACTIVE);
        } finally {
            provider.delete(List.of(machine));
        }
        assertThat(TestHost.traces(List.of(machine.id()))).isEmpty();
    }

    private Machine create(Map<String, String> options) throws InterruptedException {
        return host.create("demo", folder, "1gb", options, List.of("node1")).getFirst();
    }
}
