package belt.raft;

import belt.core.BeltException;
import belt.store.StoreProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A manager's raft folder: `lock`, `mark` (the {@link HighWaterMark}), `group/` (Ratis' own files), `removed/`, and
/// perhaps `outcasts` ({@link Outcasts}).
final class StateFolder implements AutoCloseable {
    private final RaftSettings settings;
    private final Path directory;
    private @Nullable FileChannel lockFile;

    StateFolder(RaftSettings settings) {
        this.settings = settings;
        this.directory = settings.directory();
    }

    Path mark() {
        return directory.resolve("mark");
    }

    Path removed() {
        return directory.resolve("removed");
    }

    /// Makes the folder where missing, locks it, and looks whether the disk has room.
    void open() {
        try {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(settings.storage());
            Files.createDirectories(removed());
        } catch (IOException e) {
            throw unusable(e);
        }
        lock();
        checkFreeSpace();
    }

    private void lock() {
        @Nullable FileLock lock;
        try {
            lockFile =
                    FileChannel.open(
                            directory.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        } catch (IOException e) {
            throw unusable(e);
        }
        if (lock == null) {
            close();
            throw new BeltException.Conflict(
                    RaftProblem.FOLDER_IN_USE, "another beltd uses " + directory);
        }
    }

    private void checkFreeSpace() {
        long free = freeBytes();
        if (free < settings.log().freeBytesMin()) {
            throw new BeltException.OperationFailed(
                    RaftProblem.DISK_FULL,
                    "the disk of "
                            + directory
                            + " has "
                            + (free >> 10)
                            + " KiB left, the log needs "
                            + (settings.log().freeBytesMin() >> 10));
        }
    }

    long freeBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    BeltException unusable(IOException cause) {
        return new BeltException.OperationFailed(
                RaftProblem.FOLDER_UNUSABLE,
                "raft folder " + directory + " cannot be used: " + cause.getMessage(),
                cause);
    }

    /// Whether anything is stored here, of whatever cluster.
    boolean holdsState() throws IOException {
        boolean marked = HighWaterMark.read(mark()).filter(mark -> mark.index() >= 0).isPresent();
        return marked
                || children(settings.storage()).stream()
                        .anyMatch(group -> stored(group).lastIndex() >= 0);
    }

    /// The files of one group.
    StoredGroup stored(Path group) {
        return new StoredGroup(group, mark(), RatisProperties.APPEND_BYTES_MAX);
    }

    /// Refuses to begin anew where something is stored. What a process left that was killed while it began is removed.
    void requireUnused() throws IOException {
        if (holdsState()) {
            throw new BeltException.Conflict(
                    RaftProblem.STATE_EXISTS, directory + " holds the state of a cluster already");
        }
        wipe(settings.storage());
        Files.deleteIfExists(mark());
    }

    static BeltException damaged(Path where, String what) {
        return new BeltException.OperationFailed(
                StoreProblem.DAMAGED, "the replicated state in " + where + " is damaged: " + what);
    }

    static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    RaftProblem.FOLDER_UNUSABLE, folder + " cannot be listed", e);
        }
    }

    /// What the folder takes on the disk.
    long diskBytes() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0; // a file went away while we looked: the next look is right
        }
    }

    /// Deletes everything in the folder but the folder itself.
    static void wipe(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(directory)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    RaftProblem.FOLDER_UNUSABLE, directory + " cannot be emptied", e);
        }
    }

    @Override
    public void close() {
        FileChannel file = lockFile;
        lockFile = null;
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException _) {
            // the lock goes with the process at the latest
        }
    }
}
