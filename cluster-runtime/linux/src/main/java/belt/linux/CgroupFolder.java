package belt.linux;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Making one group's folder in one hierarchy, and writing its limits in that version's words.
///
/// @param hierarchy where
/// @param path the group's path below the root
record CgroupFolder(CgroupLayout.Hierarchy hierarchy, String path) {
    private static final List<String> WANTED = List.of("cpu", "memory", "pids", "cpuset", "io");

    /// How often the parent may vanish under us: whoever removes the last group in it removes it too.
    private static final int ATTEMPTS = 20;

    void create(CgroupLimits limits) {
        try {
            Path folder = make(ATTEMPTS);
            if (hierarchy.unified()) {
                limitVersion2(folder, limits);
            } else {
                limitVersion1(folder, limits);
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            LinuxProblem.CGROUP,
                            "control group " + path + " cannot be made in " + hierarchy.root(),
                            e)
                    .withDetail(e.toString());
        }
    }

    private Path make(int attempts) throws IOException {
        try {
            Path folder = hierarchy.root();
            for (String part : path.split("/")) {
                if (hierarchy.unified()) {
                    offerControllers(folder);
                }
                folder = folder.resolve(part);
                Files.createDirectories(folder);
                if (hierarchy.controllers().contains("cpuset") && !hierarchy.unified()) {
                    inheritCpuset(folder);
                }
            }
            return folder;
        } catch (NoSuchFileException e) {
            if (attempts == 0) {
                throw e;
            }
            return make(attempts - 1);
        }
    }

    /// Version 2: a group has only those controllers that its parent hands down. The root group may hold processes and
    /// hand down all the same; other groups may not (the rule of no internal processes).
    private void offerControllers(Path folder) throws IOException {
        String offered = PseudoFile.read(folder.resolve("cgroup.controllers")).orElse("");
        for (String controller : WANTED) {
            if (List.of(offered.split(" ")).contains(controller)) {
                PseudoFile.write(folder.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    /// Version 1: a new cpuset group is empty and lets no process in until it names processors and memory nodes.
    private static void inheritCpuset(Path folder) throws IOException {
        Path parent = folder.resolve("..").normalize();
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
            if (PseudoFile.read(folder.resolve(file)).orElse("").isEmpty()) {
                PseudoFile.write(
                        folder.resolve(file), PseudoFile.read(parent.resolve(file)).orElse(""));
            }
        }
    }

    private void limitVersion1(Path folder, CgroupLimits limits) throws IOException {
        if (hierarchy.controllers().contains("memory")) {
            limitMemoryVersion1(folder, limits.memoryBytes() == 0 ? -1 : limits.memoryBytes());
        }
        if (hierarchy.controllers().contains("cpu")) {
            write(folder, "cpu.cfs_period_us", CgroupLimits.PERIOD_MICROS);
            write(folder, "cpu.cfs_quota_us", limits.cpuMillis() == 0 ? -1 : limits.quotaMicros());
        }
        if (hierarchy.controllers().contains("pids")) {
            PseudoFile.write(folder.resolve("pids.max"), orMax(limits.pids()));
        }
    }

    /// Memory may never be above memory plus swap: so the order depends on whether the limit grows.
    private static void limitMemoryVersion1(Path folder, long bytes) throws IOException {
        var files = new ArrayList<>(List.of("memory.limit_in_bytes"));
        if (Files.exists(folder.resolve("memory.memsw.limit_in_bytes"))) {
            long now =
                    PseudoFile.read(folder.resolve("memory.memsw.limit_in_bytes"))
                            .map(Long::parseLong)
                            .orElse(Long.MAX_VALUE);
            boolean grows = bytes < 0 || bytes > now;
            files.add(grows ? 0 : 1, "memory.memsw.limit_in_bytes");
        }
        for (String file : files) {
            write(folder, file, bytes);
        }
    }

    private static void limitVersion2(Path folder, CgroupLimits limits) throws IOException {
        if (Files.exists(folder.resolve("memory.max"))) {
            PseudoFile.write(folder.resolve("memory.max"), orMax(limits.memoryBytes()));
            if (Files.exists(folder.resolve("memory.swap.max"))) {
                PseudoFile.write(
                        folder.resolve("memory.swap.max"), limits.memoryBytes() == 0 ? "max" : "0");
            }
        }
        if (Files.exists(folder.resolve("cpu.max"))) {
            PseudoFile.write(
                    folder.resolve("cpu.max"),
                    orMax(limits.quotaMicros()) + " " + CgroupLimits.PERIOD_MICROS);
        }
        if (Files.exists(folder.resolve("pids.max"))) {
            PseudoFile.write(folder.resolve("pids.max"), orMax(limits.pids()));
        }
    }

    private static void write(Path folder, String file, long value) throws IOException {
        PseudoFile.write(folder.resolve(file), Long.toString(value));
    }

    private static String orMax(long limit) {
        return limit == 0 ? "max" : Long.toString(limit);
    }
}
