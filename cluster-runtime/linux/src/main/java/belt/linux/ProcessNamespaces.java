package belt.linux;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A process's numbers in the pid namespaces that it is in, ours first (`NSpid` of `/proc/PID/status`).
///
/// @param pids its number in our namespace, then in each deeper one
public record ProcessNamespaces(List<Long> pids) {
    public ProcessNamespaces {
        pids = List.copyOf(pids);
    }

    /// The numbers of a process; empty if it is gone.
    public static ProcessNamespaces of(long pid) {
        return parse(PseudoFile.read(Path.of("/proc/" + pid + "/status")).orElse(""));
    }

    static ProcessNamespaces parse(String status) {
        return new ProcessNamespaces(
                status.lines()
                        .filter(line -> line.startsWith("NSpid:"))
                        .flatMap(line -> Arrays.stream(line.substring(6).strip().split("\\s+")))
                        .map(Long::parseLong)
                        .toList());
    }

    /// How many namespaces lie between us and it; 0 for our own.
    public int depth() {
        return pids.size() - 1;
    }

    /// Whether it is the first process of a namespace directly below ours.
    public boolean isInit() {
        return depth() == 1 && pids.getLast() == 1;
    }
}
