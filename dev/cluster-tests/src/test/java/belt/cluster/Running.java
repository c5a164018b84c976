package belt.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A command that was begun.
final class Running {
    private static final Duration LONGEST = Duration.ofMinutes(12);

    private final Process process;
    private final List<String> command;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private Running(Process process, List<String> command) {
        this.process = process;
        this.command = command;
        this.readers =
                List.of(
                        Thread.startVirtualThread(() -> take(process.getInputStream(), out)),
                        Thread.startVirtualThread(() -> take(process.getErrorStream(), err)));
    }

    static Running begin(ProcessBuilder builder) throws IOException {
        return new Running(builder.start(), List.copyOf(builder.command()));
    }

    private static void take(InputStream in, List<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    /// Waits until it has said something like this on stderr.
    void awaitErr(Pattern pattern) throws InterruptedException {
        Operator.eventually(
                command + " says " + pattern,
                () ->
                        err.stream().anyMatch(line -> pattern.matcher(line).find())
                                || !process.isAlive());
        if (err.stream().noneMatch(line -> pattern.matcher(line).find())) {
            throw new AssertionError(command + " ended without saying " + pattern + ": " + err);
        }
    }

    /// What Ctrl-C does, by the signal that no shell has made its children ignore.
    void terminate() {
        process.toHandle().destroy(); // unlike Process.destroy it leaves the streams open
    }

    /// What a crash does, and what it left said; nobody is asked.
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        end();
    }

    Operator.Result end() throws InterruptedException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end within " + LONGEST + ": " + err);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        return new Operator.Result(process.exitValue(), text(out), text(err));
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
