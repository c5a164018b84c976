package belt.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has used so far, in the kernel's words.
///
/// @param cpuMillis user and system time of all its threads; the kernel counts in steps of 10 ms
/// @param writtenBytes what it caused to be sent to the disk
/// @param residentBytes memory that it holds now
record ProcessUsage(long cpuMillis, long writtenBytes, long residentBytes) {
    /// Linux has told user space 100 ticks a second on every machine since 2.6.
    private static final long MILLIS_PER_TICK = 10;

    static ProcessUsage of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        long ticks = Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12));
        return new ProcessUsage(
                ticks * MILLIS_PER_TICK,
                value(proc.resolve("io"), "write_bytes:"),
                value(proc.resolve("status"), "VmRSS:") * 1024);
    }

    static ProcessUsage own() throws IOException {
        return of(ProcessHandle.current().pid());
    }

    private static long value(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).replace("kB", "").strip());
            }
        }
        return 0;
    }
}
