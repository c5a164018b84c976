package belt.linux;

import belt.core.BeltException;
import belt.core.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One group of processes in every hierarchy of the host. Creating, limiting and removing may be repeated.
public final class ControlGroup {
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final int SIGKILL = 9;

    private final CgroupLayout layout;
    private final String path;

    ControlGroup(CgroupLayout layout, String path) {
        this.layout = layout;
        this.path = path;
    }

    /// Its folder in one hierarchy.
    public Path folder(CgroupLayout.Hierarchy hierarchy) {
        return hierarchy.root().resolve(path);
    }

    /// Its folders in all hierarchies, the one that tracks processes first.
    public List<Path> folders() {
        return layout.hierarchies().stream().map(this::folder).toList();
    }

    /// Whether it is there.
    public boolean exists() {
        return folders().stream().anyMatch(Files::isDirectory);
    }

    /// Makes the group in every hierarchy and sets its limits.
    ///
    /// @throws BeltException.OperationFailed if a limit cannot be set here
    public void create(CgroupLimits limits) {
        for (CgroupLayout.Hierarchy hierarchy : layout.hierarchies()) {
            new CgroupFolder(hierarchy, path).create(limits);
        }
    }

    /// Moves a process in; its later children are in too.
    public void add(long pid) {
        for (Path folder : folders()) {
            try {
                PseudoFile.write(folder.resolve("cgroup.procs"), Long.toString(pid));
            } catch (IOException e) {
                throw new BeltException.OperationFailed(
                        LinuxProblem.CGROUP, "process " + pid + " cannot enter " + folder, e);
            }
        }
    }

    /// The living processes in it and in the groups below it. Zombies do not count.
    public List<Long> processes() {
        if (layout.hierarchies().isEmpty()) {
            return List.of();
        }
        var pids = new ArrayList<Long>();
        for (Path folder : subfolders(folder(layout.hierarchies().getFirst()))) {
            PseudoFile.read(folder.resolve("cgroup.procs")).stream()
                    .flatMap(String::lines)
                    .map(Long::parseLong)
                    .filter(pid -> pid > 0 && ProcessId.find(pid).isPresent())
                    .forEach(pids::add);
        }
        return List.copyOf(pids);
    }

    /// Stops its processes where they are; `thaw` lets them go on.
    public void freeze() {
        setFrozen(true);
    }

    public void thaw() {
        setFrozen(false);
    }

    /// Kills everything in it, and returns once nothing is left alive.
    ///
    /// @throws BeltException.OperationFailed if something is left when the time is over
    public void kill(Duration patience) throws InterruptedException {
        if (!exists()) {
            return;
        }
        setFrozen(false);
        if (!Deadline.in(patience).await(LOOK, this::killOnce)) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.CGROUP,
                    "processes "
                            + processes()
                            + " of "
                            + path
                            + " outlived SIGKILL for "
                            + patience.toSeconds()
                            + " s");
        }
    }

    /// Removes the group and those below it, which must be empty of processes. The parent group is removed too if it
    /// has become empty.
    public void remove(Duration patience) throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        for (Path folder : folders()) {
            if (!deadline.await(LOOK, () -> removeOnce(folder))) {
                throw new BeltException.OperationFailed(
                        LinuxProblem.CGROUP, "control group " + folder + " is still in use");
            }
        }
        for (CgroupLayout.Hierarchy hierarchy : layout.hierarchies()) {
            Path parent = folder(hierarchy).getParent();
            if (parent != null && !parent.equals(hierarchy.root())) {
                removeIfEmpty(parent);
            }
        }
    }

    private boolean killOnce() {
        List<Long> left = processes();
        left.forEach(pid -> Native.kill(pid.intValue(), SIGKILL));
        return left.isEmpty();
    }

    private void setFrozen(boolean frozen) {
        for (CgroupLayout.Hierarchy hierarchy : layout.hierarchies()) {
            Path folder = folder(hierarchy);
            try {
                if (Files.exists(folder.resolve("freezer.state"))) {
                    PseudoFile.write(folder.resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
                } else if (Files.exists(folder.resolve("cgroup.freeze"))) {
                    PseudoFile.write(folder.resolve("cgroup.freeze"), frozen ? "1" : "0");
                }
            } catch (IOException e) {
                throw new BeltException.OperationFailed(
                        LinuxProblem.CGROUP, folder + " cannot be frozen or thawed", e);
            }
        }
    }

    private static boolean removeOnce(Path folder) {
        for (Path each : subfolders(folder).reversed()) {
            removeIfEmpty(each);
        }
        return !Files.isDirectory(folder);
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // Busy: the kernel has not let go of a process yet, or another group is below. The
            // caller looks again.
            return;
        }
    }

    /// The folder and those below, parents first.
    private static List<Path> subfolders(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isDirectory).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of(
                    folder); // a group below vanished while we looked: the next look sees the rest
        }
    }
}
