package belt.provider.local;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Outcome;
import belt.linux.CgroupLayout;
import belt.linux.Command;
import belt.linux.MountTable;
import belt.provider.Batch;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.Missing;
import belt.provider.ProviderContext;
import belt.provider.Selection;
import belt.provider.Surroundings;
import belt.provider.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// A host folder of its own for a test, so that the operator's machines on this host are never touched, and what tests
/// do with machines: the stock ssh client, a look at the kernel.
///
/// @param folder everything that the test writes
record TestHost(Path folder) {
    static TestHost in(Path folder) throws IOException, InterruptedException {
        var host = new TestHost(folder);
        if (!Files.exists(host.key())) {
            Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host.key().toString())
                    .output();
        }
        return host;
    }

    /// Skips the test, saying why, where this host cannot have local machines.
    static void assumeItCanHaveMachines(String... morePackages) throws InterruptedException {
        List<Missing> missing = new Preflight(Path.of("/")).check();
        Assumptions.assumeTrue(
                missing.isEmpty(),
                () -> "local machines cannot be made here: " + missing + "; run dev/cluster-tests");
        var installed = DebianPackages.read(Path.of("/var/lib/dpkg"));
        for (String name : morePackages) {
            Assumptions.assumeTrue(
                    installed.isPresent() && installed.get().has(name),
                    () -> "the package " + name + " is missing: apt-get install -y " + name);
        }
    }

    Path key() {
        return folder.resolve("key");
    }

    LocalHost host() {
        return new LocalHost(
                new HostFolder(folder.resolve("host")),
                Path.of("/"),
                () -> CgroupLayout.detect(MountTable.own()));
    }

    LocalType type() {
        return new LocalType(host());
    }

    /// A provider of that cluster.
    MachineProvider open(String cluster, Path stateDir) {
        return open(cluster, stateDir, Map.of());
    }

    MachineProvider open(String cluster, Path stateDir, Map<String, String> options) {
        return type().open(context(cluster, stateDir).withOptions(options));
    }

    static ProviderContext context(String cluster, Path stateDir) {
        var around = new Surroundings(InstantSource.system(), Waiting.real(), Map.of(), stateDir);
        return ProviderContext.of(cluster, stateDir, around);
    }

    MachineSpec spec(String size) {
        try {
            return MachineSpec.of(size, Files.readString(folder.resolve("key.pub")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Makes machines, or finishes those that were begun, and returns them and those that were there.
    List<Machine> create(
            String cluster,
            Path stateDir,
            String size,
            Map<String, String> options,
            List<String> names)
            throws InterruptedException {
        MachineProvider provider = open(cluster, stateDir, options);
        for (Batch batch : provider.plan(CreateRequest.of(names, spec(size))).batches()) {
            values(provider.create(batch, _ -> {}));
        }
        return list(cluster, stateDir).stream()
                .filter(machine -> names.contains(machine.name()))
                .toList();
    }

    List<Machine> list(String cluster, Path stateDir) throws InterruptedException {
        return open(cluster, stateDir).list(Selection.cluster());
    }

    static List<Machine> values(List<Outcome<Machine>> outcomes) {
        return outcomes.stream()
                .map(outcome ->
                        switch (outcome) {
                            case Outcome.Done<Machine> done -> done.value();
                            case Outcome.Failed<Machine> failed -> throw failed.problem();
                        })
                .toList();
    }

    /// Runs a shell command on a machine by the stock client, with the host key pinned that the provider told.
    Command.Result ssh(Machine machine, String command) throws InterruptedException {
        try {
            Path known = Files.createTempFile(folder, "known", "");
            Files.writeString(
                    known,
                    machine.addresses().getFirst() + " " + machine.hostKeys().getFirst() + "\n");
            return Command.of(
                            "ssh",
                            "-i",
                            key().toString(),
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "LogLevel=ERROR",
                            "-o",
                            "StrictHostKeyChecking=yes",
                            "-o",
                            "UserKnownHostsFile=" + known,
                            "-o",
                            "ConnectTimeout=10",
                            "root@" + machine.addresses().getFirst(),
                            command)
                    .within(Duration.ofSeconds(60))
                    .run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// As {@link #ssh}; the command must succeed. A machine that is still booting may not take a connection at once.
    String sshOutput(Machine machine, String command) throws InterruptedException {
        Command.Result result = ssh(machine, command);
        Deadline deadline = Deadline.in(Duration.ofSeconds(60));
        while (result.exit() == 255 && !deadline.passed()) { // the connection itself failed
            Duration look = Duration.ofMillis(100);
            Deadline.in(look).await(look, () -> false);
            result = ssh(machine, command);
        }
        if (!result.succeeded()) {
            throw new AssertionError(
                    machine.name() + ": " + command + " → " + result.exit() + " " + result.err());
        }
        return result.out().strip();
    }

    static void await(String what, Deadline.Condition condition) throws InterruptedException {
        if (!Deadline.in(Duration.ofSeconds(60)).await(Duration.ofMillis(5), condition)) {
            throw new AssertionError("not within 60 s: " + what);
        }
    }

    /// Deletes the machines of these clusters; the bases stay.
    void deleteAll(Map<String, Path> clusters) throws InterruptedException {
        for (Map.Entry<String, Path> each : clusters.entrySet()) {
            open(each.getKey(), each.getValue()).delete(list(each.getKey(), each.getValue()));
        }
    }

    /// Deletes the machines of these clusters and all that was made for them.
    void clean(Map<String, Path> clusters) throws InterruptedException {
        for (Map.Entry<String, Path> each : clusters.entrySet()) {
            try {
                MachineProvider provider = open(each.getKey(), each.getValue());
                provider.delete(provider.list(Selection.cluster()));
                provider.forgetCluster();
            } catch (BeltException e) {
                throw new AssertionError("cannot clean up " + each, e);
            }
        }
    }

    /// What of a machine or segment is left on this host: control groups, links, namespaces, mounts, processes.
    static List<String> traces(List<String> words) throws InterruptedException {
        String script =
                """
                find /sys/fs/cgroup -type d -name '*belt*' -o -type d -path '*belt-local/*'
                ip -o link; ls /run/netns 2>/dev/null
                for p in /proc/[0-9]*; do
                  cat $p/mountinfo 2>/dev/null
                  case $(cat $p/stat 2>/dev/null) in *') Z '*) ;; *) cat $p/cgroup 2>/dev/null;; esac
                done
                """;
        return Command.of("sh", "-c", script)
                .run()
                .out()
                .lines()
                .filter(line -> words.stream().anyMatch(line::contains))
                .distinct()
                .toList();
    }
}
