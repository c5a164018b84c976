package belt.http.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program that runs, is fed and watched.
public final class Program implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final List<String> command;
    private final ByteArrayOutputStream live = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> out;
    private final CompletableFuture<byte[]> err;

    /// What came of it.
    public static final class Result {
        private final int exit;
        private final byte[] out;
        private final byte[] err;

        Result(int exit, byte[] out, byte[] err) {
            this.exit = exit;
            this.out = out;
            this.err = err;
        }

        /// The exit code.
        public int exit() {
            return exit;
        }

        /// Standard output as it came.
        public byte[] bytes() {
            return out.clone();
        }

        /// Standard output.
        public String out() {
            return new String(out, StandardCharsets.UTF_8);
        }

        /// Standard error.
        public String err() {
            return new String(err, StandardCharsets.UTF_8);
        }

        /// Both, for a failed assertion.
        @Override
        public String toString() {
            String shown = out.length > 2000 ? out.length + " bytes" : out();
            return "exit " + exit + "\nstdout: " + shown + "\nstderr: " + err();
        }
    }

    private Program(Process process, List<String> command) {
        this.process = process;
        this.command = command;
        this.out = drain(process.getInputStream(), live);
        this.err = drain(process.getErrorStream(), new ByteArrayOutputStream());
    }

    /// Starts it with its own pipes.
    public static Program start(Map<String, String> environment, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new Program(builder.start(), command);
    }

    /// Whether a command is on the PATH.
    public static boolean onPath(String command) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return true;
            }
        }
        return false;
    }

    private static CompletableFuture<byte[]> drain(InputStream from, ByteArrayOutputStream to) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> {
                    try (from) {
                        from.transferTo(to);
                        all.complete(to.toByteArray());
                    } catch (IOException e) {
                        all.completeExceptionally(e);
                    }
                });
        return all;
    }

    /// Feeds it and closes its input.
    public Program feed(byte[] input) {
        Thread.ofVirtual()
                .start(() -> {
                    try (OutputStream to = process.getOutputStream()) {
                        to.write(input);
                    } catch (IOException e) {
                        // it ended without reading everything; its exit code tells why
                    }
                });
        return this;
    }

    /// Standard output so far.
    public String shown() {
        return live.toString(StandardCharsets.UTF_8);
    }

    /// Waits for its end.
    public Result await() throws Exception {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end within " + LIMIT_SECONDS + " s");
        }
        return new Result(
                process.exitValue(),
                out.get(LIMIT_SECONDS, TimeUnit.SECONDS),
                err.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    /// Kills it with SIGKILL and waits for its end.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Its process id.
    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
