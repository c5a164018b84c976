package belt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
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

/// The quickstart on five local hosts, and what may happen to it: a leader killed, a worker's host gone, a manager taken
/// through the live upgrade of 2016 by hand, every beltd killed at once. The steps build on each other.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {
    private static final List<String> NODES =
            List.of("manager1", "manager2", "manager3", "worker1", "worker2");

    private Operator operator;
    private HostState before;
    private Path file;

    /// Whoever reads the report of a failed run has no cluster left to ask.
    @RegisterExtension
    final AfterTestExecutionCallback portrait =
            context -> {
                if (context.getExecutionException().isPresent()) {
                    System.err.println(operator.portrait(NODES));
                }
            };

    @BeforeAll
    void needs(@TempDir Path folder) throws IOException, InterruptedException {
        Needs.assumeMet();
        operator = new Operator(Operator.CLONE, folder);
        before = HostState.now();
        file = operator.folder().resolve("quickstart.yaml");
        Files.copy(Operator.CLONE.resolve("examples/quickstart.yaml"), file);
    }

    @Test
    @Order(1)
    void comesUpWithOneCommand() throws Exception {
        String out = operator.belt("up", "-y", file.toString()).succeeds().out();
        Matcher address = Pattern.compile("http://\\S+").matcher(out);
        assertThat(address.find()).as(out).isTrue();
        assertThat(operator.get(address.group())).contains("hello from task web.");
        assertThat(out)
                .contains("manager1")
                .contains("worker2")
                .contains("Leader")
                .contains("Running");
    }

    @Test
    @Order(2)
    void hasNothingToDoTheSecondTime() throws Exception {
        assertThat(operator.belt("up", "-y", file.toString()).succeeds().out())
                .startsWith("nothing to do");
    }

    @Test
    @Order(3)
    void answersOnEveryNode() throws Exception {
        for (String node : NODES) {
            String address = operator.belt("ip", node).succeeds().out().strip();
            Operator.eventually(
                    "8080 answers on " + node, () -> ask(address).contains("hello from task web."));
        }
    }

    @Test
    @Order(3)
    void passesBytesThroughToOneMachineAndBack() throws Exception {
        String belt = Operator.CLONE.resolve("belt").toString();
        String sum =
                "head -c 3000000 /dev/urandom | tee sent | " + belt + " ssh worker1 -- cat >back";
        operator.run(List.of("sh", "-c", sum)).succeeds();
        assertThat(operator.folder().resolve("back"))
                .hasSameBinaryContentAs(operator.folder().resolve("sent"))
                .hasSize(3_000_000);
    }

    @Test
    @Order(4)
    void survivesTheLossOfItsLeader() throws Exception {
        String leader = leader();
        Set<String> tasks = runningTasks();
        killBeltd(leader);
        Operator.eventually(
                "another manager leads", () -> !leader().isEmpty() && !leader().equals(leader));
        Operator.eventually("a write is accepted", () -> labelled("worker1"));
        assertThat(runningTasks()).isEqualTo(tasks);
    }

    @Test
    @Order(5)
    void movesTheTasksOfALostHost() throws Exception {
        operator.belt("stop", "-y", "worker1").succeeds();
        Operator.eventually("four tasks run without worker1", () -> tasksElsewhere("worker1") == 4);
        operator.belt("start", "-y", "worker1").succeeds();
        Operator.eventually("worker1 is back", () -> nodeState("worker1").equals("Ready"));
    }

    @Test
    @Order(6)
    void takesAManagerThroughAnUpgradeByHand() throws Exception {
        String manager = leader().equals("manager2") ? "manager3" : "manager2";
        operator.belt("docker", "node", "demote", manager).succeeds();
        Operator.eventually(manager + " is a worker", () -> managerStatus(manager).isEmpty());
        operator.belt("stop", "-y", manager).succeeds();
        operator.belt("start", "-y", manager).succeeds();
        Operator.eventually(manager + " is ready", () -> nodeState(manager).equals("Ready"));
        operator.belt("docker", "node", "promote", manager).succeeds();
        Operator.eventually(
                manager + " is reachable", () -> managerStatus(manager).equals("Reachable"));
    }

    @Test
    @Order(7)
    void comesBackWhenEveryBeltdIsKilledAtOnce() throws Exception {
        Operator.eventually("all tasks run", () -> runningTasks().size() == 4);
        Set<String> tasks = runningTasks();
        for (String node : NODES) {
            killBeltd(node);
        }
        Operator.eventually("a manager leads again", () -> !leader().isEmpty());
        Operator.eventually("every node is back", () -> readyNodes() == 5);
        assertThat(runningTasks()).isEqualTo(tasks);
    }

    @Test
    @Order(8)
    void changesJustWhatDiffers() throws Exception {
        Files.writeString(file, Files.readString(file).replace("replicas: 4", "replicas: 2"));
        var result = operator.belt("up", "-y", file.toString()).succeeds();
        assertThat(result.err())
                .contains("~ service  web")
                .doesNotContain("+ machine")
                .doesNotContain("- machine");
    }

    @Test
    @Order(9)
    void itsManagersRestartInTurn() throws Exception {
        var refused = operator.belt("stop", "-y", "manager[1:2]");
        assertThat(refused.code()).isEqualTo(10);
        assertThat(refused.err())
                .contains("without manager1, manager2 only 1 of 3 managers answers");
        operator.belt("restart", "-y", "manager[1:3]").succeeds();
        assertThat(leader()).isNotEmpty();
        assertThat(readyNodes()).isEqualTo(5);
    }

    @Test
    @Order(10)
    void oneManagerGoesOnAloneWhenTheOthersAreLost() throws Exception {
        var refused = goesOnAlone();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("have a leader");
        String token = docker("swarm", "join-token", "-q", "worker");
        Map<String, String> tasks = nodesOfTasks();
        tasks.values().removeAll(Set.of("manager1", "manager2"));
        operator.belt("stop", "-y", "--accept-risk", "lose-quorum", "manager[1:2]").succeeds();
        var leaderless = operator.belt("node", "ls");
        assertThat(leaderless.code()).isEqualTo(7);
        assertThat(leaderless.err()).contains("does not have a leader").contains("belt start");

        operator.belt("active", "manager3").succeeds();
        goesOnAlone().succeeds();
        assertThat(managers()).containsExactly("manager3 Leader");
        assertThat(docker("swarm", "join-token", "-q", "worker")).isEqualTo(token);
        Operator.eventually("both tasks run", () -> runningTasks().size() == 2);

        operator.belt("start", "-y", "manager[1:2]").succeeds();
        operator.belt("active", "manager1").succeeds();
        var worker = operator.belt("docker", "node", "ls");
        assertThat(worker.code()).isEqualTo(1);
        assertThat(worker.err())
                .contains("manager1 is no manager")
                .contains("belt active manager3");
        operator.belt("active", "manager3").succeeds();
        Operator.eventually("all are there", () -> readyNodes() == 5);
        assertThat(managers()).containsExactly("manager3 Leader");
        operator.belt("node", "promote", "manager1", "manager2").succeeds();
        Operator.eventually("three managers", () -> managers().size() == 3);
        assertThat(nodesOfTasks())
                .as("no task elsewhere was restarted")
                .containsAllEntriesOf(tasks);
    }

    private Operator.Result goesOnAlone() throws Exception {
        return operator.belt(
                "--host", "manager3", "docker", "swarm", "init", "--force-new-cluster");
    }

    private List<String> managers() {
        return nodes("{{.Hostname}} {{.ManagerStatus}}").stream()
                .filter(line -> !line.endsWith(" "))
                .toList();
    }

    @Test
    @Order(11)
    void losesTwoManagersInGoodOrderAndGetsThemBack() throws Exception {
        operator.belt("rm", "-y", "--accept-risk", "data-loss", "manager1", "manager2").succeeds();
        assertThat(nodes("{{.Hostname}} {{.ManagerStatus}}"))
                .containsExactly("manager3 Leader", "worker1 ", "worker2 ");
        operator.belt("up", "-y", file.toString()).succeeds();
        assertThat(readyNodes()).isEqualTo(5);
        assertThat(managerStatus("manager1")).isEqualTo("Reachable");
        assertThat(managerStatus("manager2")).isEqualTo("Reachable");
    }

    @Test
    @Order(12)
    void leavesNothingBehind() throws Exception {
        operator.belt("down", "-y", "--accept-risk", "data-loss", file.toString()).succeeds();
        Operator.eventually("nothing is left", () -> HostState.leftSince(before).isEmpty());
        assertThat(operator.folder().resolve(".belt/quickstart")).doesNotExist();
    }

    @AfterAll
    void cleanUp() throws Exception {
        if (file != null && Files.exists(operator.folder().resolve(".belt/quickstart"))) {
            operator.belt("down", "-y", "--accept-risk", "data-loss", file.toString());
        }
    }

    private String ask(String address) {
        return quiet(() -> operator.get("http://" + address + ":8080/"));
    }

    private interface Question {
        String ask() throws IOException, InterruptedException;
    }

    private static String quiet(Question question) {
        try {
            return question.ask();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String docker(String... words) {
        var all = new java.util.ArrayList<String>(List.of("docker"));
        all.addAll(List.of(words));
        return quiet(() -> operator.belt(all.toArray(String[]::new)).out());
    }

    private boolean labelled(String node) {
        return docker("node", "update", "--label-add", "after=failover", node).strip().equals(node);
    }

    private String leader() {
        return nodes("{{.Hostname}} {{.ManagerStatus}}").stream()
                .filter(line -> line.endsWith(" Leader"))
                .map(line -> line.split(" ")[0])
                .findFirst()
                .orElse("");
    }

    private List<String> nodes(String format) {
        return docker("node", "ls", "--format", format).lines().toList();
    }

    private String managerStatus(String node) {
        return nodes("{{.Hostname}} {{.ManagerStatus}}").stream()
                .filter(line -> line.startsWith(node + " "))
                .map(line -> line.substring(node.length() + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private String nodeState(String node) {
        return nodes("{{.Hostname}} {{.Status}}").stream()
                .filter(line -> line.startsWith(node + " "))
                .map(line -> line.split(" ")[1])
                .findFirst()
                .orElse("");
    }

    private long readyNodes() {
        return nodes("{{.Status}}").stream().filter("Ready"::equals).count();
    }

    private Set<String> runningTasks() {
        return nodesOfTasks().keySet();
    }

    private long tasksElsewhere(String node) {
        return nodesOfTasks().values().stream().filter(each -> !each.equals(node)).count();
    }

    /// Running tasks: id → node.
    private Map<String, String> nodesOfTasks() {
        var tasks = new TreeMap<String, String>();
        docker(
                        "service",
                        "ps",
                        "web",
                        "--filter",
                        "desired-state=running",
                        "--format",
                        "{{.ID}} {{.Node}} {{.CurrentState}}")
                .lines()
                .filter(line -> line.contains(" Running "))
                .map(line -> line.split(" "))
                .forEach(words -> tasks.put(words[0], words[1]));
        return tasks;
    }

    private void killBeltd(String node) throws IOException, InterruptedException {
        operator.belt("ssh", node, "--", "kill -9 $(cat /run/belt/beltd.pid)").succeeds();
    }
}
