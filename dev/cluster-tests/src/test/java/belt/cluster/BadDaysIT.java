package belt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong while a cluster is made and afterwards: interruptions, a full disk, tokens that do not fit, a port that
/// is taken, a file of a newer version. Each is said, and nothing is left that a second run does not finish or `down` does
/// not remove. The steps build on each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadDaysIT {
    private static final String FILE =
            """
            cluster: bad-days
            provider: local
            machines:
              - name: m1
                role: manager
                size: 512mb
              - name: w1
                size: 512mb
            services:
              web:
                image: hello
                replicas: 2
                ports: ["8080:80"]
            """;

    private Operator operator;
    private String file;
    private HostState before;
    private String token = "";

    @RegisterExtension
    final AfterTestExecutionCallback portrait =
            context -> {
                if (context.getExecutionException().isPresent()) {
                    System.err.println(operator.portrait(List.of("m1", "w1")));
                }
            };

    @BeforeAll
    void needs(@TempDir Path folder) throws Exception {
        Needs.assumeMet();
        operator = new Operator(Operator.CLONE, folder);
        file = operator.file("bad-days.yaml", FILE).toString();
        before = HostState.now();
    }

    @AfterAll
    void cleanUp() throws Exception {
        if (operator != null && Files.exists(operator.folder().resolve(".belt/bad-days"))) {
            down();
        }
    }

    @Test
    @Order(1)
    void downRemovesWhatAnInterruptedUpHasMade() throws Exception {
        interrupt(" active$");
        down();
        Operator.eventually("nothing is left", () -> left().isEmpty());
        assertThat(operator.folder().resolve(".belt/bad-days")).doesNotExist();
    }

    @Test
    @Order(2)
    void aFullDiskIsSaidAndWhatWasMadeIsRemoved() throws Exception {
        Path small = Files.createDirectory(operator.folder().resolve("small"));
        operator.run(List.of("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()))
                .succeeds();
        try {
            var there = new Operator(Operator.CLONE, small);
            String name = there.file("bad-days.yaml", FILE).toString();
            var full = there.belt("up", "-y", name);
            assertThat(full.code()).as(full.err()).isEqualTo(1);
            assertThat(full.err()).contains("No space left on device").contains("try:");
            operator.run(List.of("mount", "-o", "remount,size=10m", small.toString())).succeeds();
            there.belt("down", "-y", "--accept-risk", "data-loss", name).succeeds();
            assertThat(small.resolve(".belt/bad-days")).doesNotExist();
        } finally {
            operator.run(List.of("umount", small.toString()));
        }
    }

    @Test
    @Order(3)
    void upGoesOnAfterEachInterruption() throws Exception {
        interrupt(" active$");
        interrupt("wait for /run/docker.sock");
        interrupt("install the node bundle");
        interrupt(" joining$");
        interrupt("tasks running|verifying");
        operator.belt("up", "-y", file).succeeds();
        assertThat(operator.belt("up", "-y", file).succeeds().out()).startsWith("nothing to do");
    }

    private void interrupt(String when) throws Exception {
        Running up = operator.begin("up", "-y", file);
        up.awaitErr(Pattern.compile(when));
        up.terminate();
        Operator.Result result = up.end();
        assertThat(result.code()).as("%s: %s", when, result.err()).isEqualTo(143);
        assertThat(result.err()).contains("interrupted; to go on: belt up " + file);
    }

    @Test
    @Order(4)
    void aSecondUpSaysWhoIsAtWork() throws Exception {
        operator.belt("stop", "-y", "w1").succeeds();
        Running first = operator.begin("up", "-y", file);
        first.awaitErr(Pattern.compile("w1"));
        var second = operator.belt("up", "-y", file);
        assertThat(second.code()).as(second.err()).isEqualTo(6);
        assertThat(second.err()).contains("up " + file);
        first.end().succeeds();
    }

    @Test
    @Order(5)
    void tokensThatDoNotFitAreRefused() throws Exception {
        operator.belt("create", "512mb", "extra1").succeeds();
        token =
                operator.belt("docker", "swarm", "join-token", "-q", "worker")
                        .succeeds()
                        .out()
                        .strip();
        String secret = token.substring(token.lastIndexOf('-') + 1);
        refuses("SWMTKN-1-abc", "invalid join token");
        refuses(
                token.replace(secret, "0".repeat(secret.length())),
                "A valid join token is necessary");
        refuses(
                token.replaceFirst("SWMTKN-1-.{10}", "SWMTKN-1-0000000000"),
                "does not belong to the cluster of the join token");
        operator.belt("docker", "swarm", "join-token", "--rotate", "-q", "worker").succeeds();
        refuses(token, "A valid join token is necessary");
        assertThat(operator.belt("docker", "node", "ls", "--format", "{{.Hostname}}").out())
                .doesNotContain("extra1");
    }

    private void refuses(String wrong, String why) throws Exception {
        String manager = operator.belt("ip", "m1").succeeds().out().strip() + ":2377";
        var result =
                operator.belt(
                        "docker", "--host", "extra1", "swarm", "join", "--token", wrong, manager);
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).contains(why).doesNotContain(wrong);
    }

    @Test
    @Order(6)
    void aPortThatIsTakenIsSaid() throws Exception {
        var ours = operator.belt("service", "create", "--name", "web2", "-p", "8080:80", "hello");
        assertThat(ours.code()).as(ours.err()).isEqualTo(2);
        assertThat(ours.err()).contains("port '8080' is already in use by service 'web'");
        var docker =
                operator.belt(
                        "docker", "service", "create", "--name", "web3", "-p", "8080:80", "hello");
        assertThat(docker.code()).as(docker.err()).isEqualTo(1);
        assertThat(docker.err()).contains("port '8080' is already in use by service 'web'");
        assertThat(operator.belt("docker", "service", "ls", "-q").succeeds().out().lines())
                .hasSize(1);
    }

    @Test
    @Order(7)
    void joiningTwiceIsNoFailure() throws Exception {
        assertThat(operator.belt("swarm", "join", "m1", "extra1").succeeds().out())
                .isEqualTo("extra1: This node joined a swarm as a worker.\n");
        assertThat(operator.belt("swarm", "join", "m1", "extra1").succeeds().out())
                .isEqualTo("extra1: This node is already part of this swarm as a worker.\n");
    }

    @Test
    @Order(8)
    void aStateFileOfANewerVersionIsLeftAlone() throws Exception {
        Path machines = operator.folder().resolve(".belt/bad-days/machines.jsonl");
        String good = Files.readString(machines);
        String newer = good.replace("\"format\":1", "\"format\":99");
        Files.writeString(machines, newer);
        try {
            var result = operator.belt("ls");
            assertThat(result.code()).as(result.err()).isEqualTo(10);
            assertThat(result.err()).contains("machines.jsonl has format 99").contains("later");
            assertThat(machines).hasContent(newer);
        } finally {
            Files.writeString(machines, good);
        }
    }

    @Test
    @Order(9)
    void upRemovesNoMachineWithoutTheRiskBeingAccepted() throws Exception {
        var refused = operator.belt("up", "-y", file);
        assertThat(refused.code()).as(refused.err()).isEqualTo(10);
        assertThat(refused.err()).contains("--accept-risk data-loss").contains("extra1");
        assertThat(operator.belt("ip", "extra1").succeeds().out()).isNotBlank();
        operator.belt("up", "-y", "--accept-risk", "data-loss", file).succeeds();
        assertThat(operator.belt("ls").succeeds().out()).doesNotContain("extra1");
        assertThat(operator.belt("docker", "node", "ls").succeeds().out()).doesNotContain("extra1");
    }

    @Test
    @Order(10)
    void leavesNothingBehind() throws Exception {
        down();
        Operator.eventually("nothing is left", () -> left().isEmpty());
    }

    private void down() throws Exception {
        operator.belt("down", "-y", "--accept-risk", "data-loss", file).succeeds();
    }

    private Set<String> left() {
        return HostState.leftSince(before);
    }
}
