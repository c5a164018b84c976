package belt.linux;

import belt.core.BeltException;
import belt.core.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A lock between processes (and threads) on this host: `flock` on a file that says who holds it. The kernel lets go of it
/// when the holder dies. Java's own `FileChannel.lock` is no use here, since closing any other channel on the file
/// in the same process drops it (POSIX record locks).
///
/// The file may be removed by the holder, with {@link #remove}; whoever waited then notices and makes a new one.
public final class FileLock implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path file;
    private final int fd;

    private FileLock(Path file, int fd) {
        this.file = file;
        this.fd = fd;
    }

    /// Takes the lock, waiting until the deadline for whoever holds it.
    ///
    /// @param file the lock's file; its folder is made if missing
    /// @param holder what to tell others who wait, for example `belt up (process 812)`; one line
    /// @throws BeltException.Conflict naming the holder when the deadline passed
    public static FileLock take(Path file, String holder, Duration patience)
            throws InterruptedException {
        Deadline deadline = Deadline.in(patience);
        int[] got = {-1};
        if (!deadline.await(LOOK, () -> (got[0] = attempt(file)) >= 0)) {
            throw new BeltException.Conflict(
                            LinuxProblem.LOCK_HELD, file + " is held by " + holderOf(file))
                    .withDetail("waited " + patience.toSeconds() + " s for it");
        }
        var lock = new FileLock(file, got[0]);
        lock.sign(holder);
        return lock;
    }

    /// Removes the file and lets go.
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.FILE, file + " cannot be removed", e);
        }
    }

    @Override
    public void close() {
        Native.close(fd);
    }

    private static int attempt(Path file) {
        makeFolder(file);
        int fd = Native.open(file.toString(), Native.O_RDWR_CREATE_CLOEXEC, 0644);
        if (fd == -Native.ENOENT) {
            return -1; // its folder was removed between the two steps: look again
        }
        if (fd < 0) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.FILE, file + " cannot be opened: errno " + -fd);
        }
        int result = Native.flock(fd, Native.LOCK_EXCLUSIVE_NONBLOCKING);
        if (result == 0 && isStill(file, fd)) {
            return fd;
        }
        Native.close(fd);
        if (result < 0 && -result != Native.EWOULDBLOCK && -result != Native.EINTR) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.FILE, file + " cannot be locked: errno " + -result);
        }
        return -1;
    }

    /// Whether the file that we locked is the one that bears the name now.
    private static boolean isStill(Path file, int fd) {
        try {
            return Files.isSameFile(file, Path.of("/proc/self/fd/" + fd));
        } catch (IOException e) {
            return false;
        }
    }

    private static void makeFolder(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    LinuxProblem.FILE, "the folder of " + file + " cannot be made", e);
        }
    }

    private void sign(String holder) {
        try {
            Files.writeString(file, holder + "\n");
        } catch (IOException e) {
            // The lock holds all the same; only its holder's name is missing.
            return;
        }
    }

    private static String holderOf(Path file) {
        try {
            String holder = Files.readString(file, StandardCharsets.UTF_8).strip();
            return holder.isEmpty() ? "another process" : holder;
        } catch (IOException e) {
            return "another process";
        }
    }
}
