package belt.cli.credential;

import belt.cli.term.Io;
import belt.core.BeltException;
import belt.core.Durations;
import belt.core.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that prints a secret. It has the operator's terminal, so that a password manager can ask.
///
/// @param io the operator's surroundings
/// @param patience how long it may take, a person who types included
record SecretCommand(Io io, Duration patience) {
    static final Duration USUAL = Duration.ofMinutes(2);

    /// What it printed and how it ended.
    record Answer(int exit, String text) {
        /// Its first line; empty if it said nothing.
        String line() {
            return text.lines().findFirst().orElse("").strip();
        }
    }

    /// Runs it and takes the first line.
    ///
    /// @param what what to call it in a message
    Secret run(List<String> words, String what) throws InterruptedException {
        Answer answer = ask(words, what);
        if (answer.exit() != 0) {
            throw none(what + " ended with exit code " + answer.exit());
        }
        if (answer.line().isEmpty()) {
            throw none(what + " printed nothing");
        }
        return Secret.of(answer.line());
    }

    Answer ask(List<String> words, String what) throws InterruptedException {
        var builder =
                new ProcessBuilder(new ArrayList<>(words))
                        .directory(io.directory().toFile())
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> env = builder.environment();
        env.clear();
        env.putAll(io.env());
        try {
            Process process = builder.start();
            var printed = new ByteArrayOutputStream();
            Thread reader = Thread.ofVirtual().start(() -> read(process, printed));
            try {
                if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw none(what + " did not end within " + Durations.text(patience));
                }
                reader.join(patience); // a child of it may hold the pipe
                return new Answer(process.exitValue(), printed.toString(StandardCharsets.UTF_8));
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw none(what + " cannot be run: " + words.getFirst());
        }
    }

    private static void read(Process process, ByteArrayOutputStream printed) {
        try (var in = process.getInputStream()) {
            in.transferTo(printed);
        } catch (IOException _) {
            // it was ended: so is what it says
        }
    }

    static BeltException none(String what) {
        return new BeltException.MissingCredentials(AccountProblem.NO_SECRET, what);
    }
}
