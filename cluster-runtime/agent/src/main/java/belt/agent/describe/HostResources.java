package belt.agent.describe;

import belt.linux.CgroupLayout;
import belt.linux.MountTable;
import belt.model.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How many processors and how much memory this node has: what the hardware has, or less where a control group says so.
/// A local machine of 512mb must not offer its host's 24 GiB to the scheduler, and the engine's own numbers would.
public final class HostResources {
    private static final long NANOS = 1_000_000_000L;

    private final Path proc;
    private final CgroupLayout layout;

    HostResources(Path proc, CgroupLayout layout) {
        this.proc = proc;
        this.layout = layout;
    }

    /// Of the host, or the local machine, that we run on.
    public static HostResources own() {
        return new HostResources(Path.of("/proc"), CgroupLayout.detect(MountTable.own()));
    }

    /// Reads them now.
    public Resources read() {
        long nanoCpus = cpuLimit().orElse(Long.MAX_VALUE);
        long memory = memoryLimit().orElse(Long.MAX_VALUE);
        return new Resources(
                Math.min(nanoCpus, processors() * NANOS),
                Math.min(memory, memoryTotal()),
                0,
                List.of());
    }

    private long processors() {
        return lines(proc.resolve("cpuinfo")).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
    }

    private long memoryTotal() {
        return lines(proc.resolve("meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private OptionalLong memoryLimit() {
        return groups("memory").stream()
                .flatMap(folder ->
                        number(folder, "memory.max")
                                .or(() -> number(folder, "memory.limit_in_bytes"))
                                .stream())
                .mapToLong(Long::longValue)
                .min();
    }

    private OptionalLong cpuLimit() {
        return groups("cpu").stream()
                .flatMap(folder -> cpuLimit(folder).stream())
                .mapToLong(Long::longValue)
                .min();
    }

    private static Optional<Long> cpuLimit(Path folder) {
        List<String> unified = lines(folder.resolve("cpu.max"));
        if (!unified.isEmpty()) {
            String[] words = unified.getFirst().split(" ");
            return words.length < 2 || words[0].equals("max")
                    ? Optional.empty()
                    : Optional.of(share(Long.parseLong(words[0]), Long.parseLong(words[1])));
        }
        Optional<Long> quota = number(folder, "cpu.cfs_quota_us").filter(value -> value > 0);
        Optional<Long> period = number(folder, "cpu.cfs_period_us").filter(value -> value > 0);
        return quota.isPresent() && period.isPresent()
                ? Optional.of(share(quota.get(), period.get()))
                : Optional.empty();
    }

    private static long share(long quota, long period) {
        return quota * NANOS / period;
    }

    /// Our group in the hierarchy of a controller, and all groups above it: the strictest limit holds.
    private List<Path> groups(String controller) {
        Optional<CgroupLayout.Hierarchy> hierarchy = layout.find(controller);
        if (hierarchy.isEmpty()) {
            return List.of();
        }
        var folders = new ArrayList<Path>();
        Path root = hierarchy.get().root();
        folders.add(root);
        Path folder = root;
        for (String part : ownGroup(hierarchy.get(), controller).split("/")) {
            if (!part.isEmpty() && !part.equals("..")) {
                folder = folder.resolve(part);
                folders.add(folder);
            }
        }
        return folders;
    }

    /// From lines such as `9:cpu,cpuacct:/belt/k3` and `0::/system.slice/beltd.service`.
    private String ownGroup(CgroupLayout.Hierarchy hierarchy, String controller) {
        for (String line : lines(proc.resolve("self/cgroup"))) {
            String[] parts = line.split(":", 3);
            boolean ours =
                    hierarchy.unified()
                            ? parts[1].isEmpty()
                            : List.of(parts[1].split(",")).contains(controller);
            if (ours) {
                return parts[2];
            }
        }
        return "/";
    }

    private static Optional<Long> number(Path folder, String file) {
        return lines(folder.resolve(file)).stream()
                .findFirst()
                .filter(text -> text.matches("-?\\d+"))
                .map(Long::parseLong);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
