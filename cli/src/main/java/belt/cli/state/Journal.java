package belt.cli.state;

import belt.cli.json.Json;
import belt.cli.json.JsonReader;
import belt.core.BeltException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was begun for a cluster and what came of it, one JSON object a line, written and fsynced *before* the outside
/// world is touched, so that no machine that costs money is ever forgotten. Only appended to, by whoever holds the
/// cluster's lock; a last line that a crash cut short never counted and is cut off by the next writer.
///
/// Once nothing is under way its lines are moved behind those of `journal-history.jsonl`: where there is no journal, nobody
/// has to read thousands of lines to know that nothing is open. A crash in between leaves lines in both files, which say the
/// same.
public final class Journal {
    /// The version of the lines.
    static final int FORMAT = 1;

    /// The event that opens an operation.
    public static final String BEGIN = "begin";

    /// The event that closes one.
    public static final String END = "end";

    /// One line.
    ///
    /// @param at when
    /// @param operation the operation's id, the same for all its lines
    /// @param event `begin`, `end`, or a step's word such as `planned`, `created`, `failed`
    /// @param subject the machine or node it is about; empty for the operation itself
    /// @param details what else belongs to it; no secrets
    public record Entry(
            Instant at,
            String operation,
            String event,
            String subject,
            Map<String, String> details) {
        public Entry {
            details = Map.copyOf(details);
        }
    }

    private final Path file;
    private final InstantSource clock;

    Journal(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /// Appends a line and returns once it is on the disk.
    public void append(
            String operation, String event, String subject, Map<String, String> details) {
        append(List.of(new Entry(clock.instant(), operation, event, subject, details)));
    }

    /// Appends lines together and returns once they are on the disk: after a crash the first few of them may be there.
    public void append(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        var text = new StringBuilder();
        for (Entry entry : entries) {
            var line = new LinkedHashMap<String, Object>();
            line.put("format", FORMAT);
            line.put("at", entry.at().toString());
            line.put("operation", entry.operation());
            line.put("event", entry.event());
            if (!entry.subject().isEmpty()) {
                line.put("subject", entry.subject());
            }
            if (!entry.details().isEmpty()) {
                line.put("details", entry.details());
            }
            text.append(Json.compact(line)).append('\n');
        }
        try {
            write(file, text.toString().getBytes(StandardCharsets.UTF_8));
            if (entries.stream().anyMatch(entry -> entry.event().equals(END))) {
                retire();
            }
        } catch (IOException e) {
            throw StateFiles.failed("cannot write", file, e);
        }
    }

    private synchronized void write(Path file, byte[] line) throws IOException {
        boolean fresh = !Files.exists(file);
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            channel.position(endOfLastWholeLine(channel));
            channel.truncate(channel.position());
            var buffer = ByteBuffer.wrap(line);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(fresh);
        }
        if (fresh) {
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(StateFiles.PLAIN_FILE));
            StateFiles.giveToOwnerOf(StateFiles.folderOf(file), file);
            StateFiles.sync(StateFiles.folderOf(file));
        }
    }

    /// Moves all lines to the history if none of them is of something that can be gone on with, and all can be read: one that
    /// cannot stays where the operator is told of it.
    private void retire() throws IOException {
        boolean open = unfinished().values().stream().anyMatch(Journal::isOpen);
        if (open || !read().broken().isEmpty()) {
            return;
        }
        Optional<byte[]> lines = StateFiles.readBytes(file);
        if (lines.isPresent()) {
            write(history(), lines.get());
            Files.delete(file);
            StateFiles.sync(StateFiles.folderOf(file));
        }
    }

    /// What has no first line cannot be gone on with, nor can a removal: it is asked for again.
    private static boolean isOpen(List<Entry> operation) {
        Entry first = operation.getFirst();
        return first.event().equals(BEGIN) && !"rm".equals(first.details().get("command"));
    }

    private Path history() {
        return file.resolveSibling("journal-history.jsonl");
    }

    private static long endOfLastWholeLine(FileChannel channel) throws IOException {
        long size = channel.size();
        var one = ByteBuffer.allocate(1);
        for (long at = size; at > 0; at--) {
            one.clear();
            channel.read(one, at - 1);
            if (one.get(0) == '\n') {
                return at;
            }
        }
        return 0;
    }

    /// A line that cannot be read.
    ///
    /// @param number counted from 1
    /// @param reason what is wrong with it
    public record Broken(int number, String reason) {}

    /// What could be read.
    ///
    /// @param entries the oldest first
    /// @param broken lines that could not; one that a crash cut short at the end is none of them
    public record Reading(List<Entry> entries, List<Broken> broken) {
        public Reading {
            entries = List.copyOf(entries);
            broken = List.copyOf(broken);
        }
    }

    /// All lines that can be read, those of the history too, the oldest first.
    public List<Entry> entries() {
        var entries = new ArrayList<>(read(history()).entries());
        entries.addAll(read().entries());
        return entries;
    }

    /// The lines since then, the oldest first.
    public List<Entry> since(Instant then) {
        var entries = new ArrayList<Entry>();
        if (StateFiles.changedSince(history(), then)) {
            entries.addAll(read(history()).entries());
        }
        entries.addAll(read().entries());
        entries.removeIf(entry -> entry.at().isBefore(then));
        return entries;
    }

    /// Whether there is anything in it: without reading it.
    public boolean isEmpty() {
        return !Files.exists(file);
    }

    /// The lines that were not moved to the history, with those that cannot be read set apart. One broken line does not hide
    /// the others: what it said may show in those that follow, and at the provider.
    ///
    /// @throws BeltException.Refused if a newer belt wrote one
    public Reading read() {
        return read(file);
    }

    private static Reading read(Path file) {
        String text = StateFiles.read(file).orElse("");
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        var entries = new ArrayList<Entry>();
        var broken = new ArrayList<Broken>();
        int number = 0;
        for (String line : whole.lines().toList()) {
            number++;
            try {
                entries.add(entry(line, file));
            } catch (JsonReader.Malformed | IllegalArgumentException | DateTimeException e) {
                broken.add(new Broken(number, String.valueOf(e.getMessage())));
            }
        }
        return new Reading(entries, broken);
    }

    /// Where it is, for messages.
    public Path file() {
        return file;
    }

    private static Entry entry(String line, Path file) {
        if (!(JsonReader.parse(line) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("the line is no JSON object");
        }
        if (map.get("format") instanceof Long format) {
            new StateFormat(FORMAT, Map.of()).check(format, file);
        }
        var details = new LinkedHashMap<String, String>();
        if (map.get("details") instanceof Map<?, ?> all) {
            all.forEach((key, value) -> details.put(String.valueOf(key), String.valueOf(value)));
        }
        return new Entry(
                Instant.parse(String.valueOf(map.get("at"))),
                String.valueOf(map.get("operation")),
                String.valueOf(map.get("event")),
                map.get("subject") instanceof String subject ? subject : "",
                details);
    }

    /// The lines of operations that were begun and never ended, by operation, the oldest first.
    public Map<String, List<Entry>> unfinished() {
        var open = new LinkedHashMap<String, List<Entry>>();
        for (Entry entry : read().entries()) {
            if (entry.event().equals(END) && entry.subject().isEmpty()) {
                open.remove(entry.operation());
            } else {
                open.computeIfAbsent(entry.operation(), _ -> new ArrayList<>()).add(entry);
            }
        }
        return open;
    }
}
