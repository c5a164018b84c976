package belt.agent.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A process's log: the file `log`, and `log.1` from before it grew too long. Each line is
/// `<time> <stream> <offset> <text>`: `o` and `e` for stdout and stderr, capitals where the line goes on in the next
/// entry; the offset is how much of the raw output had been taken with this line, so that nothing is taken twice after a
/// crash.
final class TaskLog {
    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);
    private static final long LONGEST_BYTES = 10L << 20;

    private final Path folder;

    TaskLog(Path folder) {
        this.folder = folder;
    }

    Path current() {
        return folder.resolve("log");
    }

    Path previous() {
        return folder.resolve("log.1");
    }

    /// Adds whole entries.
    void append(byte[] entries) throws IOException {
        if (Files.exists(current()) && Files.size(current()) > LONGEST_BYTES) {
            Files.move(
                    current(),
                    previous(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(current(), entries, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// One entry.
    static void entry(
            ByteArrayOutputStream out, Instant at, char stream, long offset, byte[] text) {
        out.writeBytes(
                (TIME.format(at) + " " + stream + " " + offset + " ")
                        .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(text);
        out.write('\n');
    }

    /// How much of a stream's raw output is in the log already.
    long taken(char stream) throws IOException {
        long found = lastOffset(current(), stream);
        return found >= 0 ? found : Math.max(0, lastOffset(previous(), stream));
    }

    private static long lastOffset(Path file, char stream) throws IOException {
        if (!Files.exists(file)) {
            return -1;
        }
        cutUnfinishedLine(file);
        long found = -1;
        for (byte[] line : Lines.all(file)) {
            LogEntry entry = LogEntry.parse(line);
            if (entry != null && Character.toLowerCase(entry.stream()) == stream) {
                found = entry.offset();
            }
        }
        return found;
    }

    /// A crash may leave half an entry; its raw output is still there.
    private static void cutUnfinishedLine(Path file) throws IOException {
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            long end = raw.length();
            while (end > 0) {
                raw.seek(end - 1);
                if (raw.read() == '\n') {
                    break;
                }
                end--;
            }
            raw.setLength(end);
        }
    }
}
