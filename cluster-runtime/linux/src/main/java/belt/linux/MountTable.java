package belt.linux;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The mounts of one mount namespace (`/proc/PID/mountinfo`).
///
/// @param mounts in the order in which the kernel lists them; a later one on the same place covers an earlier one
public record MountTable(List<Mount> mounts) {
    public MountTable {
        mounts = List.copyOf(mounts);
    }

    /// One mount.
    ///
    /// @param point where it is
    /// @param type the file system's name, `ext4`, `cgroup2`, …
    /// @param source the device or whatever the file system calls its source
    /// @param superOptions options of the file system itself, for `cgroup` its controllers
    public record Mount(Path point, String type, String source, List<String> superOptions) {
        public Mount {
            superOptions = List.copyOf(superOptions);
        }
    }

    /// Our own mounts.
    public static MountTable own() {
        return of(Path.of("/proc/self/mountinfo"));
    }

    /// The mounts that a mountinfo file lists.
    public static MountTable of(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(LinuxProblem.FILE, file + " cannot be read", e);
        }
    }

    static MountTable parse(String text) {
        var mounts = new ArrayList<Mount>();
        text.lines().forEach(line -> parseLine(line).ifPresent(mounts::add));
        return new MountTable(mounts);
    }

    private static Optional<Mount> parseLine(String line) {
        String[] halves = line.split(" - ", 2);
        if (halves.length < 2) {
            return Optional.empty();
        }
        String[] left = halves[0].split(" ");
        String[] right = halves[1].split(" ");
        if (left.length < 5 || right.length < 3) {
            return Optional.empty();
        }
        return Optional.of(
                new Mount(
                        Path.of(unescape(left[4])),
                        right[0],
                        unescape(right[1]),
                        Arrays.asList(right[2].split(","))));
    }

    /// All mounts of a file system type.
    public List<Mount> ofType(String type) {
        return mounts.stream().filter(mount -> mount.type().equals(type)).toList();
    }

    /// Whether something is mounted exactly there.
    public boolean isMountPoint(Path point) {
        return mounts.stream().anyMatch(mount -> mount.point().equals(point));
    }

    /// All mounts at or below a folder, the deepest and latest first, the order in which they can be unmounted.
    public List<Mount> below(Path folder) {
        return mounts.stream()
                .filter(mount -> mount.point().startsWith(folder))
                .toList()
                .reversed();
    }

    /// Blank, tab, newline and backslash are written as three octal digits (`proc_pid_mountinfo(5)`).
    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
