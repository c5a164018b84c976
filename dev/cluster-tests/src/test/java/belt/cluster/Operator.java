package belt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Somebody who types `belt` commands in a folder of his own.
final class Operator {
    /// What a command did.
    record Result(int code, String out, String err) {
        Result succeeds() {
            assertThat(code).as("exit code; stdout: %s; stderr: %s", out, err).isZero();
            return this;
        }
    }

    /// This clone, whose launcher the tests use.
    static final Path CLONE = Path.of("../..").toAbsolutePath().normalize();

    private final Path clone;
    private final Path folder;

    /// @param clone the clone whose launcher is used
    /// @param folder the working directory
    Operator(Path clone, Path folder) {
        this.clone = clone;
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Result belt(String... words) throws IOException, InterruptedException {
        return begin(words).end();
    }

    /// Begins a command that goes on while the test does something else.
    Running begin(String... words) throws IOException {
        var command = new ArrayList<String>(List.of(clone.resolve("belt").toString()));
        command.addAll(List.of(words));
        return Running.begin(process(command));
    }

    Result run(List<String> command) throws IOException, InterruptedException {
        return Running.begin(process(command)).end();
    }

    private ProcessBuilder process(List<String> command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("BELT_NO_BUILD", "1");
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder;
    }

    /// The body of an HTTP answer; empty if nobody answers.
    String get(String url) throws IOException, InterruptedException {
        return run(List.of("curl", "-s", "-m", "5", url)).out();
    }

    /// Waits until it holds; the deadline is far above the usual time.
    static void eventually(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    /// What the cluster looks like from outside and what its daemons said last, for a test that failed.
    String portrait(List<String> nodes) {
        var text = new StringBuilder();
        portray(text, "ls");
        portray(text, "node", "ls");
        portray(text, "docker", "service", "ps", "--no-trunc", "web");
        for (String node : nodes) {
            portray(
                    text,
                    "ssh",
                    node,
                    "--",
                    "date -u; /etc/belt/supervise status; tail -n 60 /var/log/belt/beltd.log;"
                            + " tail -n 10 /var/log/belt/dockerd.log");
        }
        return text.toString();
    }

    private void portray(StringBuilder text, String... words) {
        text.append("\n> belt ").append(String.join(" ", words)).append('\n');
        try {
            Result result = belt(words);
            text.append(result.out()).append(result.err());
        } catch (IOException e) {
            text.append(e).append('\n');
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
