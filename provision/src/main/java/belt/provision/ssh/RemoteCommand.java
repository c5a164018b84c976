package belt.provision.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command for a machine's POSIX shell. The text stands in the machine's process list: secrets go through `stdin`.
///
/// @param script what `/bin/sh -c` runs
/// @param asRoot through `sudo -n` where the account is not root
/// @param timeout after that the command is ended and counts as failed
/// @param stdin what it reads; null for nothing
/// @param sinks where its output goes while it runs; null to collect it
public record RemoteCommand(
        String script,
        boolean asRoot,
        Duration timeout,
        @Nullable InputStream stdin,
        @Nullable Sinks sinks) {
    private static final Duration USUAL = Duration.ofMinutes(2);

    /// Receivers of a command's output. They are written by the session's only reading thread: a receiver that blocks
    /// holds up everything else on that session. They are flushed, never closed.
    public record Sinks(OutputStream stdout, OutputStream stderr) {}

    /// Runs as the account itself, reads nothing, may take two minutes.
    public static RemoteCommand of(String script) {
        return new RemoteCommand(script, false, USUAL, null, null);
    }

    /// The words are quoted for the shell.
    public static RemoteCommand of(List<String> words) {
        return of(ShellWord.join(words));
    }

    public RemoteCommand root() {
        return new RemoteCommand(script, true, timeout, stdin, sinks);
    }

    public RemoteCommand within(Duration time) {
        return new RemoteCommand(script, asRoot, time, stdin, sinks);
    }

    /// The stream is read to its end and closed.
    public RemoteCommand reading(InputStream in) {
        return new RemoteCommand(script, asRoot, timeout, in, sinks);
    }

    public RemoteCommand writing(OutputStream stdout, OutputStream stderr) {
        return new RemoteCommand(script, asRoot, timeout, stdin, new Sinks(stdout, stderr));
    }
}
