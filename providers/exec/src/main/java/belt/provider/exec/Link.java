package belt.provider.exec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// A running provider: three streams and an end.
interface Link {
    /// What it reads.
    OutputStream in();

    /// What it answers.
    InputStream out();

    /// What it says besides.
    InputStream err();

    /// Waits until it has ended.
    ///
    /// @return whether it has
    boolean awaitEnd(Duration most) throws InterruptedException;

    /// Its exit code; empty while it runs.
    OptionalInt exit();

    /// Its process id, where it is a process.
    OptionalLong pid();

    /// Ends it.
    ///
    /// @param force without asking
    void end(boolean force);

    /// Starts providers.
    @FunctionalInterface
    interface Starter {
        /// @param environment all of it
        Link start(Map<String, String> environment) throws IOException;
    }

    /// Starts an executable without arguments.
    static Starter of(Path executable) {
        return environment -> {
            var builder = new ProcessBuilder(executable.toString());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new OfProcess(builder.start());
        };
    }

    /// An operating system's process, with all that it started.
    record OfProcess(Process process) implements Link {
        @Override
        public OutputStream in() {
            return process.getOutputStream();
        }

        @Override
        public InputStream out() {
            return process.getInputStream();
        }

        @Override
        public InputStream err() {
            return process.getErrorStream();
        }

        @Override
        public boolean awaitEnd(Duration most) throws InterruptedException {
            return process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public OptionalInt exit() {
            return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.of(process.pid());
        }

        @Override
        public void end(boolean force) {
            if (force) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            } else {
                process.destroy();
            }
        }
    }
}
