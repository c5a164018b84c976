package belt.linux;

import belt.core.BeltException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One program to run, as data. Nothing happens before {@link #run}. The child sees the C locale, so that what it prints
/// can be parsed; it inherits the network namespace of the calling platform thread ({@link NetNamespace#call}).
///
/// @param arguments the program and its arguments; never a secret, since every user can read them
/// @param stdin what the program reads; empty for nothing
/// @param environment variables to add to ours
/// @param directory where it starts; null for our own working directory
/// @param deadline how long it may take until it is killed
public record Command(
        List<String> arguments,
        String stdin,
        Map<String, String> environment,
        @Nullable Path directory,
        Duration deadline) {
    /// Nothing that we run takes longer unless it says so.
    private static final Duration USUAL = Duration.ofSeconds(30);

    /// How long a program's output may stay open after its end, held by a child that it left behind.
    private static final Duration DRAIN = Duration.ofSeconds(1);

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// What a program left: its exit status (128 + n if signal n ended it) and what it printed.
    public record Result(int exit, String out, String err) {
        /// Whether it ended with 0.
        public boolean succeeded() {
            return exit == 0;
        }
    }

    public static Command of(String... arguments) {
        return of(List.of(arguments));
    }

    public static Command of(List<String> arguments) {
        return new Command(arguments, "", Map.of(), null, USUAL);
    }

    public Command withStdin(String text) {
        return new Command(arguments, text, environment, directory, deadline);
    }

    public Command withEnvironment(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new Command(arguments, stdin, more, directory, deadline);
    }

    public Command in(Path folder) {
        return new Command(arguments, stdin, environment, folder, deadline);
    }

    public Command within(Duration time) {
        return new Command(arguments, stdin, environment, directory, time);
    }

    /// Runs it and returns what it left, whatever its exit status.
    ///
    /// @throws BeltException.OperationFailed if it could not be started or took too long
    /// @throws InterruptedException if the caller was interrupted; the program was killed
    public Result run() throws InterruptedException {
        Process process = start();
        var out = new Drain(process.getInputStream(), name() + " out");
        var err = new Drain(process.getErrorStream(), name() + " err");
        try {
            feed(process);
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BeltException.OperationFailed(
                                LinuxProblem.COMMAND_TIMEOUT,
                                name() + " did not end within " + deadline.toSeconds() + " s")
                        .withDetail(String.join(" ", arguments));
            }
            return new Result(process.exitValue(), out.text(), err.text());
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /// Runs it and returns what it printed.
    ///
    /// @throws BeltException.OperationFailed with its last words if it ended with another status than 0
    public String output() throws InterruptedException {
        Result result = run();
        if (!result.succeeded()) {
            throw new BeltException.OperationFailed(
                            LinuxProblem.COMMAND_FAILED,
                            name() + " ended with status " + result.exit() + lastWords(result))
                    .withDetail(String.join(" ", arguments));
        }
        return result.out();
    }

    /// The program's name without its folder.
    public String name() {
        String program = arguments.getFirst();
        return program.substring(program.lastIndexOf('/') + 1);
    }

    private Process start() {
        var builder = new ProcessBuilder(arguments);
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        if (stdin.isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            LinuxProblem.COMMAND_MISSING, name() + " cannot be started", e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
    }

    private void feed(Process process) {
        if (stdin.isEmpty()) {
            return;
        }
        try (var to = process.getOutputStream()) {
            to.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading all: its exit status and its words tell more than a broken
            // pipe.
            return;
        }
    }

    private static String lastWords(Result result) {
        String words = result.err().isBlank() ? result.out() : result.err();
        String stripped = words.strip();
        return stripped.isEmpty() ? "" : ": " + stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    /// Reads one output to its end on a thread of its own, so that a full pipe never holds the program up.
    private static final class Drain {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final InputStream from;
        private final Thread thread;

        Drain(InputStream from, String name) {
            this.from = from;
            this.thread = Thread.ofVirtual().name(name).start(this::read);
        }

        private void read() {
            byte[] buffer = new byte[8192];
            try {
                int count = from.read(buffer);
                while (count >= 0) {
                    synchronized (bytes) {
                        bytes.write(buffer, 0, count);
                    }
                    count = from.read(buffer);
                }
            } catch (IOException e) {
                // closed under us after the program's end: what came until then is what we have
                return;
            }
        }

        String text() throws InterruptedException {
            thread.join(DRAIN);
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
