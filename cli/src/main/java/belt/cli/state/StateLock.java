package belt.cli.state;

import belt.cli.json.Json;
import belt.cli.json.JsonReader;
import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Durations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The right to change a cluster's state. The operating system's own file lock decides, so a lock ends with its process,
/// however that ends; what the file says about its holder is only for messages.
public final class StateLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private StateLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    static StateLock take(Path file, String command, Instant now) {
        try {
            StateLock taken = null;
            while (taken == null) {
                taken = attempt(file, now);
            }
            taken.sign(command, now);
            return taken;
        } catch (IOException e) {
            throw StateFiles.failed("cannot lock", file, e);
        }
    }

    /// Null if the file was removed while it was being locked, together with its cluster: then there is another to lock.
    private static @Nullable StateLock attempt(Path file, Instant now) throws IOException {
        boolean fresh = !Files.exists(file);
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            if (fresh) {
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(StateFiles.PLAIN_FILE));
                StateFiles.giveToOwnerOf(StateFiles.folderOf(file), file);
            }
            Object before = Files.getAttribute(file, "unix:ino");
            lock = tryLock(channel);
            if (lock == null) {
                throw held(file, now);
            }
            if (before.equals(Files.getAttribute(file, "unix:ino"))) {
                return new StateLock(channel, lock);
            }
            channel.close();
            return null;
        } catch (NoSuchFileException e) {
            channel.close();
            if (!Files.isDirectory(StateFiles.folderOf(file))) {
                throw e;
            }
            return null;
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) { // held by this very process
            return null;
        }
    }

    private void sign(String command, Instant now) throws IOException {
        var owner = new LinkedHashMap<String, Object>();
        owner.put("format", 1);
        owner.put("pid", ProcessHandle.current().pid());
        owner.put("command", command);
        owner.put("since", now.toString());
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap((Json.compact(owner) + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static BeltException held(Path file, Instant now) {
        String who =
                StateFiles.read(file).map(text -> describe(text, now)).orElse("another command");
        String cluster = StateFiles.folderOf(file).getFileName().toString();
        return new BeltException.Conflict(
                CliProblem.LOCKED, "cluster " + cluster + " is being changed by " + who);
    }

    private static String describe(String text, Instant now) {
        try {
            if (JsonReader.parse(text) instanceof Map<?, ?> owner) {
                var since =
                        Duration.between(Instant.parse(String.valueOf(owner.get("since"))), now);
                return "'"
                        + owner.get("command")
                        + "' (process "
                        + owner.get("pid")
                        + ", for "
                        + Durations.text(since.isNegative() ? Duration.ZERO : since)
                        + ")";
            }
        } catch (RuntimeException _) {
            // it is being written at this moment
        }
        return "another command";
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            lock.release();
            channel.close();
        } catch (IOException _) {
            // the process's end releases it
        }
    }
}
