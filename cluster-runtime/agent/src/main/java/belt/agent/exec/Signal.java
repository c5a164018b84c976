package belt.agent.exec;

import java.util.List;
import java.util.Locale;

/// Signal names as specs have them: `SIGTERM`, `TERM`, `15`.
final class Signal {
    static final int KILL = 9;
    private static final int TERM = 15;

    /// By number, from 1 (signal(7), x86 and ARM).
    private static final List<String> NAMES =
            List.of(
                    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1",
                    "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP",
                    "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO",
                    "PWR", "SYS");

    private Signal() {}

    /// Its number; SIGTERM for an empty or unknown name.
    static int number(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        if (upper.matches("\\d{1,2}")) {
            return Integer.parseInt(upper);
        }
        int index = NAMES.indexOf(upper.startsWith("SIG") ? upper.substring(3) : upper);
        return index < 0 ? TERM : index + 1;
    }
}
