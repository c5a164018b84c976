package belt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import belt.cluster.Operator.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Docker Machine's verbs on real machines: one that `machine create` makes, and one that is there already and is taken by
/// its address. The steps build on each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MachineVerbsIT {
    private static final List<String> COLUMNS =
            List.of("NAME", "ACTIVE", "DRIVER", "STATE", "URL", "SWARM", "DOCKER", "ERRORS");

    private Operator operator;
    private HostState before;
    private Path folder;
    private String address = "";

    @BeforeAll
    void needs(@TempDir Path made) throws IOException, InterruptedException {
        Needs.assumeMet();
        folder = made;
        operator = new Operator(Operator.CLONE, folder);
        before = HostState.now();
    }

    @AfterAll
    void cleanUp() throws Exception {
        operator.belt("machine", "rm", "-f", "m1", "m2");
        operator.belt("-c", "hosts", "machine", "rm", "-f", "h1");
        Operator.eventually("nothing is left", () -> HostState.leftSince(before).isEmpty());
    }

    @Test
    @Order(1)
    void aMachineIsMadeWithDockerMachinesFlags() throws Exception {
        String out =
                ok(
                        "create",
                        "-d",
                        "local",
                        "--engine-opt",
                        "log-level=warn",
                        "--engine-label",
                        "zone=a",
                        "--engine-insecure-registry",
                        "registry.example:5000",
                        "--tls-san",
                        "m1.example",
                        "m1");
        assertThat(out.lines())
                .containsExactly(
                        "Running pre-create checks...",
                        "Creating machine...",
                        "Waiting for SSH to be available...",
                        "Installing Docker...",
                        "Checking connection to Docker...",
                        "Docker is up and running!",
                        "To see how to connect your Docker Client to the Docker Engine running on this virtual machine, run: belt machine env m1");
        address = ok("ip", "m1").strip();
        assertThat(address).matches("[0-9.]+");
        assertThat(ok("url", "m1")).isEqualTo("tcp://" + address + ":2376\n");
        assertThat(ok("status", "m1")).isEqualTo("Running\n");
        assertThat(ok("ssh", "m1", "cat", "/etc/docker/daemon.json"))
                .contains("\"log-level\": \"warn\"", "registry.example:5000");
    }

    @Test
    @Order(2)
    void whatIsWrongBeforeTheStartEndsWithThreeAndLeavesNothing() throws Exception {
        assertThat(fails(1, "create", "-d", "local", "m1"))
                .contains("Docker machine \"m1\" already exists");
        assertThat(fails(1, "create", "-d", "local", "--generic-ip-address", "10.0.0.5", "x"))
                .contains("--generic-ip-address belongs to the driver generic");
        assertThat(fails(1, "create", "-d", "local", "--swarm-master", "x"))
                .contains("classic Swarm");
        assertThat(fails(1, "create", "-d", "local", "--engine-env", "A=b", "x"))
                .contains("--engine-env: A is none of");
        assertThat(fails(3, "create", "-d", "local", "--size", "lots", "x"))
                .contains("Error with pre-create check: \"");
        assertThat(fails(3, "create", "-d", "generic", "x")).contains("x has no address");
        assertThat(fails(1, "-s", "/tmp/machine", "ls")).contains("import docker-machine");
        assertThat(fails(1, "ip", "m9")).contains("Docker machine \"m9\" does not exist");
        assertThat(ok("ls", "-q")).isEqualTo("m1\n");
    }

    @Test
    @Order(3)
    void theRecordIsShownInDockerMachinesColumns() throws Exception {
        List<String> lines = ok("ls").lines().toList();
        assertThat(words(lines.getFirst())).isEqualTo(COLUMNS);
        assertThat(words(lines.get(1)))
                .containsExactly(
                        "m1", "-", "local", "Running", "tcp://" + address + ":2376", "Unknown");
        assertThat(ok("ls", "-t", "10", "-f", "{{.Name}} {{.DockerVersion}} {{.Error}}"))
                .matches("m1 v[0-9]+\\.[0-9]+\\S* \n");
        assertThat(ok("ls", "-q", "--filter", "driver=local", "--filter", "label=zone=a"))
                .isEqualTo("m1\n");
        assertThat(ok("ls", "-q", "--filter", "name=^x", "--filter", "state=Running")).isEmpty();
        assertThat(ok("inspect", "-f", "{{.Driver.IPAddress}} {{.DriverName}}", "m1"))
                .isEqualTo(address + " local\n");
        assertThat(ok("version", "m1")).matches("[0-9]+\\.[0-9]+\\S*\n");
    }

    @Test
    @Order(4)
    void dockerIsLedThereInEveryWay() throws Exception {
        String belt = Operator.CLONE.resolve("belt").toString();
        String ask = " version --format '{{.Server.Platform.Name}}'";
        assertThat(sh("docker $(" + belt + " machine config m1 | tr -d '\"')" + ask))
                .startsWith("belt ");
        assertThat(
                        sh(
                                "eval \"$("
                                        + belt
                                        + " machine env --shell sh m1)\" && docker"
                                        + ask
                                        + " && "
                                        + belt
                                        + " machine active && "
                                        + belt
                                        + " machine ls -f '{{.Name}} {{.Active}}'"
                                        + " && eval \"$("
                                        + belt
                                        + " machine env --shell sh -u)\" && echo \"[$DOCKER_HOST]\""))
                .matches("belt \\S+\nm1\nm1 \\*\n\\[]\n");
        String own = "export DOCKER_CONFIG=" + folder.resolve("docker") + "; ";
        assertThat(
                        sh(
                                own
                                        + belt
                                        + " machine env --docker-context there m1 && docker --context there"
                                        + ask))
                .startsWith("belt ");
        for (String shell :
                List.of(
                        "bash",
                        "zsh",
                        "fish",
                        "tcsh",
                        "powershell",
                        "cmd",
                        "emacs",
                        "nushell",
                        "elvish",
                        "json",
                        "dotenv")) {
            assertThat(ok("env", "--shell", shell, "m1"))
                    .as(shell)
                    .contains("DOCKER_HOST", "tcp://" + address + ":2376", "DOCKER_CERT_PATH");
        }
        assertThat(fails(1, "active")).contains("No active host found");
    }

    @Test
    @Order(5)
    void filesAndCommandsGoThereAndBack() throws Exception {
        operator.file("one", "first\n");
        Files.createDirectories(folder.resolve("tree/below"));
        Files.writeString(folder.resolve("tree/below/leaf"), "green\n");
        assertThat(ok("ssh", "m1", "uname", "-n")).isEqualTo("m1\n");
        assertThat(fails(1, "ssh", "m1", "exit 7")).isEqualTo("exit status 7\n");
        ok("scp", "one", "m1:/tmp/there");
        ok("scp", "m1:/tmp/there", "back");
        assertThat(folder.resolve("back")).hasContent("first\n");
        assertThat(fails(1, "scp", "tree", "m1:")).contains("is a folder: add -r");
        ok("scp", "-r", "tree", "m1:");
        ok("scp", "-r", "m1:tree", "copy");
        assertThat(folder.resolve("copy/below/leaf")).hasContent("green\n");
        assertThat(fails(1, "scp", "m1:/nothing", "x")).contains("no such file or folder");
    }

    @Test
    @Order(6)
    void whatDiffersIsCopiedByRsyncAndFoldersAreMounted() throws Exception {
        Needs.assumeProgram("rsync");
        Needs.assumeProgram("sshfs");
        Files.writeString(folder.resolve("tree/below/leaf"), "red\n");
        ok("scp", "-r", "-d", "-q", "tree", "m1:");
        assertThat(ok("ssh", "m1", "cat", "tree/below/leaf")).isEqualTo("red\n");
        assertThat(fails(1, "scp", "-d", "m1:tree", "m1:tree2")).contains("not between machines");
        Path point = Files.createDirectories(folder.resolve("point"));
        ok("mount", "m1:/root/tree", point.toString());
        assertThat(point.resolve("below/leaf")).hasContent("red\n");
        ok("mount", "-u", "m1:/root/tree", point.toString());
        assertThat(point).isEmptyDirectory();
    }

    @Test
    @Order(7)
    void provisioningAndNewCertificates() throws Exception {
        Result again = machine("provision", "m1").succeeds();
        assertThat(again.err()).contains("m1 nothing to do");
        String old = "tree/old";
        Files.createDirectories(folder.resolve(old));
        for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.copy(
                    folder.resolve(".belt/default/certs").resolve(file),
                    folder.resolve(old).resolve(file));
        }
        String serial = "/etc/belt/tls/server.pem";
        String was = ok("ssh", "m1", "sha256sum", serial);
        assertThat(ok("regenerate-certs", "-f", "--client-certs", "m1").lines())
                .startsWith("Regenerating TLS certificates", "Regenerating local certificates");
        assertThat(ok("ssh", "m1", "sha256sum", serial)).isNotEqualTo(was);
        assertThat(folder.resolve(".belt/default/certs/cert.pem"))
                .content()
                .isNotEqualTo(Files.readString(folder.resolve(old).resolve("cert.pem")));
        String ask =
                "docker -H tcp://"
                        + address
                        + ":2376 --tlsverify version --format '{{.Server.Os}}'";
        for (String certificates :
                List.of(".belt/default/certs", old)) { // the CA stays: both count
            assertThat(sh("DOCKER_CERT_PATH=" + folder.resolve(certificates) + " " + ask))
                    .isEqualTo("linux\n");
        }
        assertThat(fails(1, "regenerate-certs", "m1")).contains("-y");
    }

    @Test
    @Order(8)
    void aHostThatIsThereIsTakenByItsAddress() throws Exception {
        operator.belt("cluster", "new", "--driver", "local", "hosts").succeeds();
        operator.belt("-c", "hosts", "machine", "create", "--bare", "h1").succeeds();
        String there = operator.belt("-c", "hosts", "machine", "ip", "h1").succeeds().out().strip();
        ok(
                "create",
                "-y",
                "-d",
                "generic",
                "--generic-ip-address=" + there,
                "--generic-ssh-key",
                folder.resolve(".belt/hosts/id_ed25519").toString(),
                "m2");
        assertThat(ok("ls", "-f", "{{.Name}} {{.DriverName}} {{.State}} {{.URL}}"))
                .isEqualTo(
                        "m1 local Running tcp://"
                                + address
                                + ":2376\nm2 generic Running tcp://"
                                + there
                                + ":2376\n");
        ok("scp", "m1:/tmp/there", "m2:/tmp/");
        assertThat(ok("ssh", "m2", "cat", "/tmp/there")).isEqualTo("first\n");
        ok("scp", "-r", "m1:tree", "m2:");
        assertThat(ok("ssh", "m2", "ls", "tree/below")).isEqualTo("leaf\n");
        assertThat(fails(1, "stop", "m2")).contains("generic");
    }

    @Test
    @Order(9)
    void aDeadHostHoldsNothingUp() throws Exception {
        operator.belt("-c", "hosts", "machine", "kill", "h1").succeeds();
        long begun = System.nanoTime();
        assertThat(ok("ls", "-q")).isEqualTo("m1\nm2\n");
        assertThat(System.nanoTime() - begun)
                .as("nobody is asked: far below any time-out of a network")
                .isLessThan(5_000_000_000L);
        assertThat(ok("ls", "-t", "1", "-f", "{{.Name}} {{.State}}"))
                .isEqualTo("m1 Running\nm2 Timeout\n");
        assertThat(ok("status", "m2")).isEqualTo("Stopped\n");
        assertThat(ok("rm", "-y", "m2")).endsWith("Successfully removed m2\n");
        operator.belt("-c", "hosts", "machine", "rm", "-y", "h1").succeeds();
    }

    @Test
    @Order(10)
    void thePowerVerbsSayWhatTheyDid() throws Exception {
        assertThat(ok("restart", "m1"))
                .startsWith("Restarting \"m1\"...\n")
                .contains("Machine \"m1\" was restarted.\n")
                .contains("Restarted machines may have new IP addresses.");
        assertThat(ok("stop", "m1")).isEqualTo("Stopping \"m1\"...\nMachine \"m1\" was stopped.\n");
        assertThat(ok("status", "m1")).isEqualTo("Stopped\n");
        assertThat(fails(1, "stop", "m1")).contains("Machine \"m1\" is already stopped");
        assertThat(fails(1, "ssh", "m1", "true")).contains("Host \"m1\" is not running");
        for (String verb : Set.of("url", "env", "config")) {
            assertThat(fails(1, verb, "m1")).contains("Host is not running");
        }
        assertThat(ok("ip", "m1")).isEqualTo(address + "\n");
        assertThat(ok("start", "m1")).contains("Machine \"m1\" was started.\n");
        assertThat(ok("kill", "m1")).isEqualTo("Killing \"m1\"...\nMachine \"m1\" was killed.\n");
        assertThat(ok("start", "m1")).contains("Machine \"m1\" was started.\n");
        assertThat(ok("version", "m1")).matches("[0-9]+\\.[0-9]+\\S*\n");
    }

    @Test
    @Order(11)
    void removingAsksAndLeavesNothing() throws Exception {
        assertThat(fails(1, "rm", "m1")).contains("-y");
        assertThat(ok("rm", "-y", "m1"))
                .isEqualTo(
                        """
                        About to remove m1
                        WARNING: This action will delete both local reference and remote instance.
                        Successfully removed m1
                        """);
        assertThat(ok("ls", "-q")).isEmpty();
    }

    private Result machine(String... words) throws Exception {
        return operator.belt(with("machine", words));
    }

    private String ok(String... words) throws Exception {
        return machine(words).succeeds().out();
    }

    private String fails(int code, String... words) throws Exception {
        Result result = machine(words);
        assertThat(result.code()).as("%s%s", result.out(), result.err()).isEqualTo(code);
        return result.err();
    }

    private String sh(String line) throws Exception {
        return operator.run(List.of("sh", "-c", line)).succeeds().out();
    }

    private static String[] with(String first, String... words) {
        var all = new String[words.length + 1];
        all[0] = first;
        System.arraycopy(words, 0, all, 1, words.length);
        return all;
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }
}
