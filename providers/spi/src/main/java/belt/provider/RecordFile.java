package belt.provider;

import belt.core.BeltException;
import belt.core.CoreProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A small file of ours: one line that says what it is and in which format, then one `key value` line per entry. A
/// reader never sees half of one: it is written beside its place, synced, renamed, and the folder is synced.
///
/// @param kind what it is, one word, for example `belt-local-machine`
/// @param entries its keys (one word each) and values (any text)
public record RecordFile(String kind, SequencedMap<String, String> entries) {
    /// The format that this version writes, and the newest that it reads.
    static final int FORMAT = 1;

    public RecordFile {
        entries = new LinkedHashMap<>(entries);
    }

    /// Reads a file; empty if there is none.
    ///
    /// @throws BeltException.OperationFailed if it is damaged, of a newer format, or unreadable
    public static Optional<RecordFile> find(Path file, String kind) {
        try {
            return Optional.of(parse(file, Files.readString(file), kind));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            ProviderProblem.RECORD, file + " cannot be read", e)
                    .withDetail(e.toString());
        }
    }

    /// A value that must be there.
    public String require(String key, Path file) {
        String value = entries.get(key);
        if (value == null) {
            throw damaged(file, "the key " + key + " is missing");
        }
        return value;
    }

    /// Writes it, whole or not at all. Missing folders are made. Everybody may read it: it never holds a secret.
    public void write(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path beside = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.deleteIfExists(beside);
            Files.writeString(beside, text(), StandardOpenOption.CREATE_NEW);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
            sync(beside, StandardOpenOption.WRITE);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            if (folder != null) {
                sync(folder, StandardOpenOption.READ);
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                            ProviderProblem.RECORD, file + " cannot be written", e)
                    .withDetail(e.toString());
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    private String text() {
        var text = new StringBuilder(kind).append(' ').append(FORMAT).append('\n');
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            text.append(entry.getKey()).append(' ').append(escape(entry.getValue())).append('\n');
        }
        return text.toString();
    }

    private static RecordFile parse(Path file, String text, String kind) {
        String[] lines = text.split("\n");
        String[] head = lines[0].split(" ");
        if (head.length != 2 || !head[0].equals(kind) || !text.endsWith("\n")) {
            throw damaged(file, "it does not begin with " + kind + " or was cut off");
        }
        if (!head[1].equals(Integer.toString(FORMAT))) {
            throw new BeltException.OperationFailed(
                    CoreProblem.STATE_NEWER,
                    file + " has format " + head[1] + ", this belt knows " + FORMAT);
        }
        var entries = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int blank = lines[i].indexOf(' ');
            if (blank < 1) {
                throw damaged(file, "line " + (i + 1) + " has no key");
            }
            entries.put(lines[i].substring(0, blank), unescape(lines[i].substring(blank + 1)));
        }
        return new RecordFile(kind, entries);
    }

    private static BeltException damaged(Path file, String why) {
        return new BeltException.OperationFailed(CoreProblem.STATE_DAMAGED, file + " is damaged")
                .withDetail(why);
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        var plain = new StringBuilder(value.length());
        boolean escaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (escaped) {
                plain.append(c == 'n' ? '\n' : c == 'r' ? '\r' : c);
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
