package belt.raft;

import static org.assertj.core.api.Assertions.assertThat;

import belt.core.Deadline;
import belt.core.RandomId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three managers in three processes, with the defaults of a daemon, killed with SIGKILL.
@Timeout(120)
class FailoverIT {
    @TempDir Path directory;
    private final String cluster = RandomId.next();
    private final List<Remote> managers = new ArrayList<>();

    /// A process and its lines.
    private final class Remote {
        final String id = RandomId.next();
        final int port = TestManager.freePort();
        private Process process;
        private BufferedReader out;
        private BufferedWriter in;

        Remote(StartMode mode) throws IOException {
            start(mode);
        }

        void start(StartMode mode) throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "-Xmx64m",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "--sun-misc-unsafe-memory-access=allow",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    ManagerProcess.class.getName(),
                                    cluster,
                                    id,
                                    Integer.toString(port),
                                    directory.resolve(id).toString(),
                                    mode.name())
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(
                                            new File(directory.toFile(), id + ".log")))
                            .start();
            out = process.inputReader(StandardCharsets.UTF_8);
            in = process.outputWriter(StandardCharsets.UTF_8);
            assertThat(out.readLine()).isEqualTo("started");
        }

        String ask(String line) throws IOException {
            in.write(line + "\n");
            in.flush();
            String answer = out.readLine();
            if (answer == null) {
                throw new IOException(id + " has ended");
            }
            return answer;
        }

        boolean leads() {
            try {
                return process.isAlive() && ask("leads").equals("true");
            } catch (IOException _) {
                return false;
            }
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    @AfterEach
    void killAll() throws Exception {
        for (Remote each : managers) {
            each.kill();
        }
    }

    private Remote leader() throws Exception {
        var found = new ArrayList<Remote>();
        boolean led =
                Deadline.in(Duration.ofSeconds(30))
                        .await(
                                Duration.ofMillis(5),
                                () -> {
                                    managers.stream()
                                            .filter(Remote::leads)
                                            .findFirst()
                                            .ifPresent(found::add);
                                    return !found.isEmpty();
                                });
        assertThat(led).as("somebody leads").isTrue();
        return found.getFirst();
    }

    @Test
    void aKilledLeaderIsReplacedAndNothingAcknowledgedIsLost() throws Exception {
        managers.add(new Remote(StartMode.NEW_CLUSTER));
        Remote first = leader();
        for (int i = 0; i < 2; i++) {
            var joiner = new Remote(StartMode.JOIN);
            managers.add(joiner);
            assertThat(first.ask("add " + joiner.id + " 127.0.0.1:" + joiner.port)).isEqualTo("ok");
        }
        var stored = new ArrayList<String>();
        var times = new ArrayList<Long>();
        for (int round = 0; round < 3; round++) {
            Remote leader = leader();
            for (int i = 0; i < 20; i++) {
                String name = "r" + round + "n" + i;
                assertThat(leader.ask("put " + name)).isEqualTo("ok");
                stored.add(name);
            }
            long killed = System.nanoTime();
            leader.kill();
            String name = "after" + round;
            assertThat(leader().ask("put " + name)).isEqualTo("ok");
            times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
            stored.add(name);
            leader.start(StartMode.RESTART);
        }
        System.out.println("kill -9 of the leader to the next accepted write, ms: " + times);
        assertThat(leader().ask("names").split(",", -1)).containsExactlyElementsOf(stored);

        killAll();
        for (Remote each : managers) {
            each.start(StartMode.RESTART);
        }
        assertThat(leader().ask("names").split(",", -1)).containsExactlyElementsOf(stored);
    }
}
