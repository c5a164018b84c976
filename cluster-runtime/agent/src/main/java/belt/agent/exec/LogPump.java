package belt.agent.exec;

import belt.linux.ControlGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// Moves a process's raw output into its log, with times. The process writes straight into plain files, so it never
/// waits for beltd and loses nothing when beltd is gone. Not for several threads.
final class LogPump {
    private static final int CHUNK = 256 * 1024;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final long TRUNCATE_AT = 4L << 20;

    private final TaskLog log;
    private final Optional<ControlGroup> group;
    private final InstantSource clock;
    private final Raw out;
    private final Raw err;

    private static final class Raw {
        final Path file;
        final char stream;
        long taken;

        Raw(Path file, char stream, long taken) {
            this.file = file;
            this.stream = stream;
            this.taken = taken;
        }
    }

    /// Goes on where the log ends.
    ///
    /// @param group stopped for a moment when the raw file is emptied; empty if there is none
    LogPump(ExecFolder folder, Optional<ControlGroup> group, InstantSource clock)
            throws IOException {
        this.log = new TaskLog(folder.folder());
        this.group = group;
        this.clock = clock;
        this.out = new Raw(folder.file("out"), 'o', log.taken('o'));
        this.err = new Raw(folder.file("err"), 'e', log.taken('e'));
    }

    /// Takes what is there.
    ///
    /// @param last whether the process has ended, so that a line without its end is taken too
    void pump(boolean last) throws IOException {
        take(out, last);
        take(err, last);
    }

    private void take(Raw raw, boolean last) throws IOException {
        if (!Files.exists(raw.file)) {
            return;
        }
        try (var file = new RandomAccessFile(raw.file.toFile(), "rw")) {
            if (raw.taken > file.length()) {
                raw.taken = 0; // emptied just before a crash
            }
            drain(raw, file, last);
            if (file.length() > TRUNCATE_AT && raw.taken == file.length()) {
                empty(raw, file);
            }
        }
    }

    private void drain(Raw raw, RandomAccessFile file, boolean last) throws IOException {
        byte[] chunk = new byte[CHUNK];
        boolean more = true;
        while (more && file.length() > raw.taken) {
            file.seek(raw.taken);
            int count = Math.max(0, file.read(chunk));
            int used = write(raw, Arrays.copyOf(chunk, count), last && count < CHUNK);
            more = used > 0;
        }
    }

    /// @return how many bytes were taken
    private int write(Raw raw, byte[] bytes, boolean all) throws IOException {
        var entries = new ByteArrayOutputStream(bytes.length * 2);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean newline = bytes[i] == '\n';
            if (newline || i + 1 - start >= LONGEST_LINE) {
                int end = newline ? i : i + 1;
                add(entries, raw, newline, i + 1, Arrays.copyOfRange(bytes, start, end));
                start = i + 1;
            }
        }
        if (all && start < bytes.length) {
            byte[] rest = Arrays.copyOfRange(bytes, start, bytes.length);
            add(entries, raw, true, bytes.length, rest);
            start = bytes.length;
        }
        if (start > 0) {
            log.append(entries.toByteArray());
            raw.taken += start;
        }
        return start;
    }

    private void add(
            ByteArrayOutputStream entries, Raw raw, boolean whole, int offset, byte[] text) {
        char stream = whole ? raw.stream : Character.toUpperCase(raw.stream);
        TaskLog.entry(entries, clock.instant(), stream, raw.taken + offset, text);
    }

    /// The process stands still meanwhile, so that nothing is lost between the last read and the cut.
    private void empty(Raw raw, RandomAccessFile file) throws IOException {
        group.ifPresent(ControlGroup::freeze);
        try {
            drain(raw, file, false);
            if (raw.taken == file.length()) {
                file.setLength(0);
                raw.taken = 0;
                var entry = new ByteArrayOutputStream();
                char mark = Character.toUpperCase(raw.stream);
                TaskLog.entry(entry, clock.instant(), mark, 0, new byte[0]);
                log.append(entry.toByteArray());
            }
        } finally {
            group.ifPresent(ControlGroup::thaw);
        }
    }
}
