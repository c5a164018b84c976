package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Outcome;
import belt.linux.Command;
import belt.linux.ProcessNamespaces;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Three machines of one clone and three of another, with the same names, through their lives.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalMachinesIT {
    private static final List<String> NAMES = List.of("node1", "node2", "node3");

    @TempDir static Path folder;
    private static TestHost host;
    private static Path here;
    private static Path there;
    private static List<Machine> ours;
    private static List<Machine> theirs;

    @BeforeAll
    static void sixMachinesInTwoClones() throws Exception {
        TestHost.assumeItCanHaveMachines();
        host = TestHost.in(folder);
        here =
                folder.resolve(
                        "a b,c:d/.belt/demo"); // a folder that an overlay's options would choke on
        there = folder.resolve("there/.belt/demo");
        ours = create(here, "256mb");
        theirs = create(there, "s-1vcpu-512mb-10gb");
    }

    @AfterAll
    static void clean() throws InterruptedException {
        if (host == null) {
            return;
        }
        host.clean(Map.of("demo", here));
        host.clean(Map.of("demo", there));
    }

    @Test
    @Order(1)
    void everyMachineHasANameAnAddressAndAWayToAllOthers() throws InterruptedException {
        var all = new ArrayList<Machine>(ours);
        all.addAll(theirs);
        assertThat(all).extracting(m -> m.addresses().getFirst()).doesNotHaveDuplicates();
        for (Machine each : all) {
            assertThat(host.sshOutput(each, "hostname")).isEqualTo(each.name());
        }
        StringBuilder pings = new StringBuilder();
        for (Machine each : all) {
            pings.append("busybox ping -c1 -W2 ")
                    .append(each.addresses().getFirst())
                    .append(" && ");
        }
        assertThat(host.ssh(ours.getFirst(), pings + "echo all").out()).endsWith("all\n");
        assertThat(host.ssh(theirs.getLast(), pings + "echo all").out()).endsWith("all\n");
    }

    @Test
    @Order(1)
    void theOperatorsSecretsAreNotInside() throws InterruptedException {
        Machine machine = ours.getFirst();
        assertThat(host.sshOutput(machine, "cut -d: -f2 /etc/shadow | sort -u")).isEqualTo("*");
        assertThat(host.sshOutput(machine, "ls /home /root; ls /etc/ssh | grep -c host_.*_key"))
                .isEqualTo("/home:\n\n/root:\n2");
        assertThat(host.sshOutput(machine, "ls -d " + folder + " 2>&1 || true"))
                .contains("No such file");
        assertThat(host.sshOutput(machine, "dpkg --audit; dpkg-query -Wf '${Status}' docker.io"))
                .isEqualTo("install ok installed");
    }

    @Test
    @Order(1)
    void settingsOfTheHostCannotBeWrittenButThoseOfTheNetworkCan() throws InterruptedException {
        Machine machine = ours.getFirst();
        assertThat(host.ssh(machine, "echo 1 >/proc/sys/vm/swappiness").succeeded()).isFalse();
        assertThat(
                        host.ssh(
                                        machine,
                                        "[ ! -e /proc/sysrq-trigger ] || echo h >/proc/sysrq-trigger")
                                .succeeded())
                .isTrue();
        assertThat(host.sshOutput(machine, "sysctl -w net.ipv4.ip_forward=1")).contains("= 1");
        assertThat(host.sshOutput(machine, "stat -c %t:%T /dev/net/tun /dev/fuse"))
                .isEqualTo("a:c8\na:e5");
    }

    @Test
    @Order(1)
    void theSizeIsALimit() throws InterruptedException {
        Machine machine = ours.getFirst();
        String limits =
                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max;"
                        + " cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu.max";
        assertThat(host.ssh(machine, limits).out().strip())
                .startsWith(Integer.toString(256 << 20))
                .contains("100000");
        assertThat(host.ssh(machine, "head -c 600M /dev/zero | tail >/dev/null").exit())
                .as("killed for want of memory")
                .isNotZero();
        assertThat(host.sshOutput(machine, "echo still here")).isEqualTo("still here");
    }

    @Test
    @Order(2)
    void aStoppedMachineKeepsItsDisk() throws InterruptedException {
        Machine machine = ours.get(1);
        host.sshOutput(machine, "echo kept >/root/file; echo kept >/var/lib/docker/file");
        one(host.open("demo", here).stop(List.of(machine)));
        assertThat(SshProbe.answers(machine.addresses().getFirst(), 22, Duration.ofMillis(300)))
                .isFalse();
        Machine started = one(host.open("demo", here).start(List.of(machine)));
        assertThat(host.sshOutput(started, "cat /root/file /var/lib/docker/file; ls -A /tmp"))
                .isEqualTo("kept\nkept");
    }

    @Test
    @Order(2)
    void aMachineIsAskedToEndBeforeItIsKilled() throws InterruptedException {
        Machine machine = ours.get(2);
        String watcher =
                "setsid sh -c 'trap \"echo asked >/root/asked; exit\" TERM;"
                        + " echo >/root/ready; while :; do sleep 0.1; done' >/dev/null 2>&1 </dev/null &"
                        + " until [ -e /root/ready ]; do sleep 0.05; done";
        host.sshOutput(machine, watcher);
        one(host.open("demo", here).stop(List.of(machine)));
        one(host.open("demo", here).start(List.of(machine)));
        assertThat(host.sshOutput(machine, "cat /root/asked; rm /root/asked /root/ready"))
                .isEqualTo("asked");
        host.sshOutput(machine, watcher);
        one(host.open("demo", here).kill(List.of(machine)));
        one(host.open("demo", here).start(List.of(machine)));
        assertThat(host.sshOutput(machine, "ls /root/asked 2>&1 || true")).contains("No such file");
    }

    @Test
    @Order(3)
    void afterARebootMachinesAreStoppedAndStartAgainAsTheyWere() throws Exception {
        Machine machine = ours.getFirst();
        host.sshOutput(machine, "echo kept >/root/file; sync");
        loseEverythingInTheKernel();
        List<Machine> listed = host.list("demo", here);
        assertThat(listed).extracting(Machine::state).containsOnly(MachineState.STOPPED);
        assertThat(listed.getFirst().stateReason()).contains("processes are gone");
        assertThat(host.open("demo", here).start(listed)).allMatch(Outcome.Done.class::isInstance);
        assertThat(host.sshOutput(machine, "cat /root/file")).isEqualTo("kept");
        assertThat(host.open("demo", there).start(theirs)).allMatch(Outcome.Done.class::isInstance);
        String other = theirs.getFirst().addresses().getFirst();
        assertThat(host.sshOutput(machine, "busybox ping -c1 -W2 " + other)).contains("1 packets");
    }

    @Test
    @Order(4)
    void deletingLeavesTheHostAsItWas() throws Exception {
        Fabric fabric = host.host().fabric().orElseThrow();
        var words = new ArrayList<String>(List.of(fabric.id(), folder.toString()));
        ours.forEach(machine -> words.add(machine.id()));
        theirs.forEach(machine -> words.add(machine.id()));
        assertThat(TestHost.traces(words)).isNotEmpty();
        host.clean(Map.of("demo", here));
        assertThat(host.sshOutput(theirs.getFirst(), "hostname")).isEqualTo("node1");
        host.clean(Map.of("demo", there));
        assertThat(TestHost.traces(words)).isEmpty();
        assertThat(folder.resolve("host")).doesNotExist();
        assertThat(here.resolve("local")).doesNotExist();
        assertThat(there.resolve("local")).doesNotExist();
    }

    private static List<Machine> create(Path stateDir, String size) throws InterruptedException {
        return host.create("demo", stateDir, size, Map.of(), NAMES);
    }

    /// What a restart of the host takes: processes, control groups, links, namespaces. The boot stays the same, though.
    private static void loseEverythingInTheKernel() throws IOException, InterruptedException {
        LocalHost local = host.host();
        var all = new ArrayList<Machine>(ours);
        all.addAll(theirs);
        for (Machine machine : all) {
            var group = MachineProcesses.group(local.cgroups().get(), machine.id());
            for (long pid : group.processes()) {
                if (ProcessNamespaces.of(pid).isInit()) {
                    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            TestHost.await("the machine's end", () -> group.processes().isEmpty());
            group.remove(Duration.ofSeconds(20));
        }
        Fabric fabric = local.fabric().orElseThrow();
        Command.of("ip", "link", "del", fabric.name()).output();
        Command.of("ip", "netns", "del", fabric.name()).output();
        assertThat(Files.exists(Path.of("/run/netns", fabric.name()))).isFalse();
    }

    private static Machine one(List<Outcome<Machine>> outcomes) {
        assertThat(outcomes).hasSize(1);
        return value(outcomes.getFirst());
    }

    private static Machine value(Outcome<Machine> outcome) {
        return switch (outcome) {
            case Outcome.Done<Machine> done -> done.value();
            case Outcome.Failed<Machine> failed -> throw failed.problem();
        };
    }
}
