package belt.provider.limit;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.provider.ProviderProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A file with the times of an account's last calls, that several processes change in turns. The kernel's lock ends with
/// its process, however that ends (ADR 0052), and a change is one write of the ring and one of the head, in this order: a
/// process killed between the two has not made its call yet, so nothing is lost that counts. Nothing is synced; after a
/// crash of the host the provider's answers correct the counts.
final class CallFile {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Path path;
    private final int slots;

    CallFile(Path path, int slots) {
        this.path = path;
        this.slots = slots;
    }

    /// Reads, changes and writes under the lock.
    void change(UnaryOperator<CallCounts> change) throws InterruptedException {
        try {
            makeFolder();
            try (FileChannel channel =
                    FileChannel.open(
                            path,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.READ,
                                    StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")))) {
                FileLock lock = lock(channel);
                try {
                    ByteBuffer bytes = ByteBuffer.allocate(CallCounts.size(slots));
                    read(channel, bytes);
                    CallCounts counts = change.apply(new CallCounts(bytes, slots));
                    if (counts.changed()) {
                        write(channel, bytes);
                    }
                } finally {
                    lock.release();
                }
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            ProviderProblem.RECORD, path + " cannot be read or written", e)
                    .withDetail(e.toString());
        }
    }

    private void makeFolder() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static void read(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            // until it is full or the file ends
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        for (ByteBuffer part :
                new ByteBuffer[] {
                    bytes.duplicate().position(CallCounts.HEAD).limit(bytes.capacity()),
                    bytes.duplicate().position(0).limit(CallCounts.HEAD)
                }) {
            while (part.hasRemaining()) {
                channel.write(part, part.position());
            }
        }
    }

    private FileLock lock(FileChannel channel) throws InterruptedException {
        var lock = new AtomicReference<@Nullable FileLock>();
        var problem = new AtomicReference<@Nullable IOException>();
        Deadline.in(PATIENCE).await(LOOK, () -> tried(channel, lock, problem));
        FileLock taken = lock.get();
        if (taken == null) {
            var failure =
                    new BeltException.OperationFailed(
                            ProviderProblem.RECORD,
                            path
                                    + " is locked by another process for "
                                    + PATIENCE.toSeconds()
                                    + " s");
            IOException cause = problem.get();
            throw cause == null ? failure : failure.withDetail(cause.toString());
        }
        return taken;
    }

    private static boolean tried(
            FileChannel channel,
            AtomicReference<@Nullable FileLock> lock,
            AtomicReference<@Nullable IOException> problem) {
        try {
            lock.set(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return false; // another limiter in this very process
        } catch (IOException e) {
            problem.set(e);
            return true;
        }
        return lock.get() != null;
    }
}
