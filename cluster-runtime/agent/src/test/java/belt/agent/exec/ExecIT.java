package belt.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;

import belt.agent.testing.Needs;
import belt.agent.testing.Specs;
import belt.agent.testing.TestNode;
import belt.agent.testing.Wait;
import belt.core.RandomId;
import belt.linux.CgroupLayout;
import belt.linux.MountTable;
import belt.linux.ProcessId;
import belt.model.PortConfig;
import belt.model.Protocol;
import belt.model.PublishMode;
import belt.model.Resources;
import belt.model.ServiceSpec;
import belt.model.TaskRuntime;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecIT {
    @TempDir private Path folder;
    private TestNode node;
    private final String task = RandomId.next();

    @BeforeAll
    static void needs() {
        Needs.root();
        Needs.program("unshare", "util-linux");
        Needs.program("setpriv", "util-linux");
    }

    @BeforeEach
    void open() {
        node = DyingNode.node(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        node.remove(task);
        assertThat(group().exists()).isFalse();
        assertThat(folder.resolve("exec").resolve(task)).doesNotExist();
        node.close();
    }

    private belt.linux.ControlGroup group() {
        return CgroupLayout.detect(MountTable.own()).group("belt-exec/" + task);
    }

    private static ServiceSpec shell(String text, PortConfig... ports) {
        return Specs.service(
                TaskRuntime.EXEC,
                Specs.container(
                        "",
                        List.of("sh", "-c"),
                        List.of(text),
                        List.of("WHO={{.Service.Name}}.{{.Task.Slot}}")),
                new Resources(500_000_000L, 64L << 20, 50, List.of()),
                ports);
    }

    private static long pid(TaskStatus status) {
        assertThat(status.container()).isNotNull();
        return status.container() == null ? 0 : status.container().pid();
    }

    @Test
    void seesItsOwnNamespacesEnvironmentAndLimits() throws InterruptedException {
        node.run(
                task,
                shell("echo $WHO; hostname; echo $$ >&2; ls /proc | grep -c '^[0-9]'; exit 3"));

        TaskStatus status = node.await(task, TaskState.FAILED);

        assertThat(status.error()).isEqualTo("task: non-zero exit (3)");
        String log = node.log(task, false, -1);
        assertThat(log.lines().filter(line -> line.startsWith("1:")))
                .startsWith("1:web.1", "1:node1");
        assertThat(log).containsPattern("2:\\d+\n");
        // the namespace's first process, the program, ls, grep
        assertThat(log).containsPattern("1:[45]\n");
        assertThat(node.log(task, false, 1).lines().count()).isEqualTo(1);
    }

    @Test
    void limitsMemory() throws IOException, InterruptedException {
        node.run(task, shell("sleep 60"));
        node.await(task, TaskState.RUNNING);

        var layout = CgroupLayout.detect(MountTable.own());
        Path memory = group().folder(layout.find("memory").orElseThrow());
        String file =
                Files.exists(memory.resolve("memory.max")) ? "memory.max" : "memory.limit_in_bytes";
        assertThat(Files.readString(memory.resolve(file)).strip())
                .isEqualTo(Long.toString(64L << 20));
        assertThat(group().processes().size()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void stopsWithTheSignalAndLetsTheProcessSayGoodbye() throws InterruptedException {
        node.run(
                task, shell("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
        node.await(task, TaskState.RUNNING);
        Wait.until("up", () -> logText().contains("up"));

        node.assign(shell(""), Specs.task(task, TaskState.SHUTDOWN));

        node.await(task, TaskState.SHUTDOWN);
        Wait.until("goodbye in the log", () -> logText().contains("bye"));
        assertThat(group().processes()).isEmpty();
    }

    private String logText() {
        try {
            return node.log(task, false, -1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void killsWhatDoesNotListen() throws InterruptedException {
        node.run(task, shell("trap '' TERM; sleep 60 & sleep 60"));
        long pid = pid(node.await(task, TaskState.RUNNING));
        assertThat(ProcessId.find(pid)).isPresent();

        node.assign(shell(""), Specs.task(task, TaskState.SHUTDOWN));

        TaskStatus status = node.await(task, TaskState.SHUTDOWN);
        assertThat(ProcessId.find(pid)).isEmpty();
        assertThat(status.container()).isNotNull();
    }

    @Test
    void rejectsAProgramThatTheNodeDoesNotHave() throws InterruptedException {
        var container = Specs.container("", List.of("no-such-program"), List.of(), List.of());
        node.run(task, Specs.service(TaskRuntime.EXEC, container, Resources.NONE));

        assertThat(node.await(task, TaskState.REJECTED).error())
                .isEqualTo("exec: \"no-such-program\": executable file not found on node node1");
    }

    @Test
    void tellsTheProcessWhichPortToListenOn() throws InterruptedException {
        var port = new PortConfig("", Protocol.TCP, 80, 8080, PublishMode.INGRESS);
        node.run(task, shell("echo $PORT $PORT_80; sleep 60", port));

        TaskStatus status = node.await(task, TaskState.RUNNING);

        assertThat(status.ports()).hasSize(1);
        int given = status.ports().getFirst().published();
        assertThat(given).isPositive().isNotEqualTo(8080);
        Wait.until("port in log", () -> logText().contains("1:" + given + " " + given));
    }

    @Test
    void runsAsAnotherUser() throws InterruptedException {
        var container =
                Specs.withUser(
                        Specs.container("", List.of("id"), List.of("-un"), List.of()), "nobody");
        node.run(task, Specs.service(TaskRuntime.EXEC, container, Resources.NONE));

        node.await(task, TaskState.COMPLETE);
        assertThat(logText()).isEqualTo("1:nobody\n");
    }

    @Test
    void outlivesBeltdAndIsTakenUpAgain() throws IOException, InterruptedException {
        node.close();
        Path stop = folder.resolve("stop");
        String text =
                "i=0; while [ ! -e "
                        + stop
                        + " ]; do i=$((i+1)); echo $i; sleep 0.02; done; exit 4";
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DyingNode.class.getName(),
                                folder.toString(),
                                task,
                                text)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String line;
        try (BufferedReader out = jvm.inputReader()) {
            line = out.readLine();
        }
        assertThat(line).startsWith("running ");
        jvm.destroyForcibly().waitFor(); // SIGKILL

        node = DyingNode.node(folder);

        long pid = Long.parseLong(line.replaceAll(".*pid=(\\d+).*", "$1"));
        assertThat(ProcessId.find(pid)).isPresent();
        Wait.until("more output", () -> logText().lines().count() > 20);
        Files.createFile(stop);
        TaskStatus status = node.await(task, TaskState.FAILED);
        assertThat(status.error()).isEqualTo("task: non-zero exit (4)");
        List<String> lines = node.log(task, false, -1).lines().toList();
        // every line once, though nobody took them for a while
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).isEqualTo("1:" + (i + 1));
        }
    }
}
