package belt.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import belt.core.Deadline;
import belt.templates.NodeFile.SuperviseScript.Service;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The supervisor really run, by each shell that it may meet.
@ParameterizedClass
@ValueSource(strings = {"/bin/dash", "/bin/busybox sh", "/bin/bash"})
class SuperviseScriptIT {
    @Parameter String shell = "";
    @TempDir Path folder;
    private Path script = Path.of("");

    @BeforeEach
    void write() throws IOException {
        assumeTrue(
                Files.isExecutable(Path.of(shell.split(" ")[0])), "needs " + shell.split(" ")[0]);
        Path daemon =
                executable(
                        "daemon",
                        "#!/bin/sh\necho run >>"
                                + folder
                                + "/runs\n"
                                + "trap 'exit 0' TERM\n[ -f "
                                + folder
                                + "/code ] && exit $(cat "
                                + folder
                                + "/code)\n"
                                + "echo up >"
                                + folder
                                + "/up\nwhile :; do sleep 0.1; done\n");
        var file =
                new NodeFile.SuperviseScript(
                        List.of(new Service("demo", daemon.toString(), List.of(0, 2, 3), 3)));
        String text =
                new NodeFileRenderer()
                        .render(file)
                        .replace("RUN=/run/belt", "RUN=" + folder + "/run")
                        .replace("LOG=/var/log/belt", "LOG=" + folder + "/log")
                        .replace("SELF=/etc/belt/supervise", "SELF=" + folder + "/supervise")
                        .replace("#!/bin/sh", "#!" + shell);
        script = executable("supervise", text);
    }

    @AfterEach
    void stop() throws Exception {
        if (Files.exists(script)) {
            supervise("stop");
        }
    }

    @Test
    void startsOnceAndStopsWhole() throws Exception {
        assertThat(supervise("start")).isEmpty();
        assertThat(within(() -> Files.exists(folder.resolve("up")))).isTrue();
        String running = supervise("status", "demo");
        assertThat(running).matches("demo running \\d+\n");
        supervise("start", "demo");
        assertThat(supervise("status")).isEqualTo(running);

        supervise("stop");

        assertThat(supervise("status")).isEqualTo("demo stopped (last exit 0)\n");
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void startsAgainAfterAFailureAndAKill() throws Exception {
        supervise("start");
        assertThat(within(() -> Files.exists(folder.resolve("up")))).isTrue();
        long pid = Long.parseLong(supervise("status").strip().split(" ")[2]);

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(within(() -> runs() == 2)).isTrue();
        assertThat(within(() -> status().matches("demo running \\d+ \\(last exit 137\\)\n")))
                .isTrue();
    }

    @Test
    void leavesAFinalExitAlone() throws Exception {
        Files.writeString(folder.resolve("code"), "3\n");

        supervise("start");

        assertThat(within(() -> status().equals("demo stopped (last exit 3)\n"))).isTrue();
        assertThat(runs()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("log/demo.log")))
                .contains("demo ended with 3 and is not started again");
    }

    @Test
    void replacesADaemonWhoseKeeperWasKilled() throws Exception {
        supervise("start");
        assertThat(within(() -> Files.exists(folder.resolve("up")))).isTrue();
        String before = supervise("status");
        String keeper = Files.readString(folder.resolve("run/demo.keeper")).split(" ")[0];
        ProcessHandle.of(Long.parseLong(keeper)).orElseThrow().destroyForcibly();
        assertThat(within(() -> status().startsWith("demo stopped"))).isTrue();

        supervise("start");

        assertThat(within(() -> status().startsWith("demo running"))).isTrue();
        assertThat(status()).isNotEqualTo(before);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void namesWhatItDoesNotKnow() throws Exception {
        assertThat(supervise("start", "other"))
                .isEqualTo("supervise: no daemon other here, there are: demo\n");
        assertThat(supervise("dance")).startsWith("usage: supervise start|stop|restart|status");
    }

    private String status() {
        try {
            return supervise("status");
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int runs() {
        try {
            Path runs = folder.resolve("runs");
            return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean within(Deadline.Condition condition) throws InterruptedException {
        return Deadline.in(Duration.ofSeconds(30)).await(Duration.ofMillis(50), condition);
    }

    private String supervise(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(script.toString());
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private Path executable(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
