package belt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Machines that become nodes by themselves, from what they are told for their first boot.
class SelfJoinIT {
    private static final Pattern TOKEN = Pattern.compile("SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}");

    @TempDir private Path folder;
    private Operator operator;

    @RegisterExtension
    final AfterTestExecutionCallback portrait =
            context -> {
                if (context.getExecutionException().isPresent()) {
                    System.err.println(operator.portrait(List.of("m1", "w1", "w2", "mg1")));
                }
            };

    @BeforeEach
    void needs() {
        Needs.assumeMet();
        operator = new Operator(Operator.CLONE, folder);
    }

    @AfterEach
    void cleanUp() throws Exception {
        operator.belt("rollback", "-y", "--accept-risk", "data-loss");
        operator.belt("rm", "-y", "--accept-risk", "data-loss", "*");
    }

    @Test
    void workersComeInAtOnceAndManagersOnceTheyAreAccepted() throws Exception {
        assertThat(operator.belt("create", "512mb", "early", "--join", "worker").code())
                .as("there is no cluster to join")
                .isNotZero();
        assertThat(ok("ls").lines()).noneMatch(line -> line.startsWith("early"));
        ok("create", "512mb", "m1", "--no-engine");
        ok("active", "m1");
        ok("init", "m1");
        workers();
        manager();
    }

    /// The command is killed while its machines boot; resuming it waits for the same machines.
    private void workers() throws Exception {
        Path script = operator.file("own.sh", "#!/bin/sh\necho mine >/root/own\n");
        Running create =
                operator.begin(
                        "create",
                        "512mb",
                        "w[1:2]",
                        "--join",
                        "worker",
                        "--no-engine",
                        "--label",
                        "zone=a",
                        "--user-data",
                        script.toString());
        create.awaitErr(Pattern.compile("w2 boots and joins"));
        create.kill();
        assertThat(tokensBelow(folder)).as("no ticket in the operator's files").isEmpty();
        ok("resume");
        assertThat(ok("node", "ls", "--format", "{{.Hostname}} {{.Status}}").lines())
                .containsExactlyInAnyOrder("m1 Ready", "w1 Ready", "w2 Ready");
        assertThat(ok("resume")).isEqualTo("nothing to do\n");
        assertThat(ok("ssh", "w1", "--", "cat", "/root/own")).isEqualTo("mine\n");
        assertThat(
                        ok(
                                "docker",
                                "node",
                                "inspect",
                                "--format",
                                "{{.Description.Engine.Labels}}",
                                "w1"))
                .contains("zone:a");
        assertThat(ok("ssh", "w1", "--", "ls", "/var/lib/belt")).doesNotContain("join.yaml");
        ticketIsWorthNothingNow();
        ownDockerApi();
    }

    /// Only the operator can sign the API's certificate: the machine has none yet, and is given one.
    private void ownDockerApi() throws Exception {
        String[] version = {
            "docker", "--host", "w2", "version", "--format", "{{.Server.Platform.Name}}"
        };
        Operator.Result without = operator.belt(version);
        assertThat(without.code()).isNotZero();
        assertThat(without.err()).contains("belt machine provision w2 gives it one");
        ok("machine", "provision", "w2");
        assertThat(ok(version)).startsWith("belt ");
    }

    /// Whoever reads the user data of a machine that is in finds a ticket that opens nothing.
    private void ticketIsWorthNothingNow() throws Exception {
        String userData = ok("ssh", "w1", "--", "cat", "/var/lib/belt-local/user-data.ran");
        assertThat(userData).doesNotContain("PRIVATE KEY");
        String ticket = TOKEN.matcher(userData).results().findFirst().orElseThrow().group();
        assertThat(TOKEN.matcher(userData).results().map(each -> each.group()).distinct())
                .containsExactly(ticket);
        String address = ok("ip", "m1").strip();
        String digest =
                Pattern.compile("digest=([0-9a-f]{64})")
                        .matcher(userData)
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1);
        Operator.Result asked =
                operator.run(
                        List.of(
                                "curl",
                                "-sS",
                                "-k",
                                "-H",
                                "Authorization: Bearer " + ticket,
                                "-w",
                                "%{http_code}",
                                "https://" + address + ":2377/bundle/" + digest));
        assertThat(asked.out()).contains("the join ticket is not known, used up").endsWith("401\n");
        ok("create", "512mb", "thief", "--no-engine");
        Operator.Result join =
                operator.belt(
                        "docker",
                        "--host",
                        "thief",
                        "swarm",
                        "join",
                        "--token",
                        ticket,
                        address + ":2377");
        assertThat(join.code()).isNotZero();
        assertThat(join.err()).contains("the join ticket is not for thief");
        ok("rm", "-y", "--accept-risk", "data-loss", "thief");
    }

    private void manager() throws Exception {
        ok("create", "512mb", "mg1", "--join", "manager", "--no-engine");
        assertThat(ok("node", "ls", "--format", "{{.Hostname}} {{.Status}}").lines())
                .contains("mg1 Pending");
        Operator.Result early = operator.belt("node", "promote", "mg1");
        assertThat(early.code()).isNotZero();
        assertThat(early.err()).contains("belt node accept mg1");
        ok("ssh", "mg1", "--", "/etc/belt/supervise", "restart", "beltd"); // stays the same node
        assertThat(ok("node", "accept", "-y", "mg1").lines().skip(1))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("yes"));
        assertThat(ok("node", "ls", "--format", "{{.Hostname}} {{.ManagerStatus}}").lines())
                .contains("mg1 Reachable");
        assertThat(ok("docker", "--host", "mg1", "node", "ls", "-q").lines()).hasSize(4);
        assertThat(ok("node", "accept", "-y", "mg1")).contains("is a member already");
    }

    private static List<Path> tokensBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.toString().contains("/disks/"))
                    .filter(Files::isRegularFile)
                    .filter(SelfJoinIT::holdsToken)
                    .toList();
        }
    }

    private static boolean holdsToken(Path file) {
        try {
            return TOKEN.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ok(String... words) throws Exception {
        return operator.belt(words).succeeds().out();
    }
}
