package belt.provision.ssh;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a remote command ended.
///
/// @param exitCode 0 to 255; 128 plus the usual number when a signal ended it
/// @param signal the signal's name without SIG, for example `KILL`; null if it ended by itself
/// @param stdout what it printed, as UTF-8; empty when it went to a sink
/// @param stderr the same for its errors
/// @param took from opening the channel to the end
public record ExecResult(
        int exitCode, @Nullable String signal, String stdout, String stderr, Duration took) {
    /// Whether it ended with 0.
    public boolean ok() {
        return exitCode == 0;
    }

    /// The last lines of what it printed, errors if there were any; at most `count`.
    public List<String> lastLines(int count) {
        String text = stderr.isBlank() ? stdout : stderr;
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /// `exit 7` or `killed by SIGTERM`.
    public String describe() {
        return signal == null ? "exit " + exitCode : "killed by SIG" + signal;
    }
}
