package belt.linux;

import java.nio.file.Path;
import java.util.Optional;

/// One line of `/proc/PID/stat`, as far as we need it (`proc_pid_stat(5)`).
///
/// @param name the program's name, cut at 15 characters; it may hold blanks and brackets
/// @param state the state's letter, `R`, `S`, `D`, `Z`, …
/// @param parent the parent's pid; 0 if it lies outside our namespace
/// @param startTicks when it started, in clock ticks since the kernel did
public record ProcessStat(String name, char state, long parent, long startTicks) {
    /// What the kernel says of a process now; empty if there is none of that number.
    public static Optional<ProcessStat> find(long pid) {
        return PseudoFile.read(Path.of("/proc/" + pid + "/stat")).flatMap(ProcessStat::parse);
    }

    /// Reads a line; empty if it is none.
    public static Optional<ProcessStat> parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 0 || close < open) {
            return Optional.empty();
        }
        String[] rest = line.substring(close + 1).strip().split(" ");
        if (rest.length < 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ProcessStat(
                            line.substring(open + 1, close),
                            rest[0].charAt(0),
                            Long.parseLong(rest[1]),
                            Long.parseLong(rest[19])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Whether it is neither a zombie nor dead.
    public boolean runs() {
        return state != 'Z' && state != 'X';
    }
}
