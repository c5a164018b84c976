package belt.provider.local;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.linux.CgroupLayout;
import belt.linux.Command;
import belt.linux.MountTable;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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

    LocalProvider provider() {
        return new LocalProvider(host(), Clock.systemUTC());
    }

    CreateRequest request(
            String cluster,
            Path stateDir,
            String size,
            Map<String, String> options,
            List<String> names) {
        try {
            return new CreateRequest(
                    cluster,
                    stateDir,
                    names,
                    LocalSize.parse(size),
                    "",
                    "",
                    Files.readString(folder.resolve("key.pub")),
                    Map.of(),
                    options,
                    4);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        if (!Deadline.in(Duration.ofSeconds(60)).await(Duration.ofMillis(5), condition)) {
            throw new AssertionError("not within 60 s: " + what);
        }
    }

    /// Deletes the machines of these clusters; the bases stay.
    void deleteAll(Map<String, Path> clusters) throws InterruptedException {
        for (Map.Entry<String, Path> each : clusters.entrySet()) {
            provider().delete(provider().list(each.getKey(), each.getValue()), each.getValue());
        }
    }

    /// Deletes the machines of these clusters and all that was made for them.
    void clean(Map<String, Path> clusters) throws InterruptedException {
        for (Map.Entry<String, Path> each : clusters.entrySet()) {
            try {
                provider().delete(provider().list(each.getKey(), each.getValue()), each.getValue());
                provider().forgetCluster(each.getKey(), each.getValue());
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
