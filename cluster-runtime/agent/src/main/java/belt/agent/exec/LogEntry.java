package belt.agent.exec;

import belt.core.Bytes;
import belt.engine.LogQuery;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A line of {@link TaskLog}.
///
/// @param stream `o`, `e`, or in capitals where the text goes on; without text it only says that the raw file began anew
record LogEntry(Instant at, char stream, long offset, Bytes text) {
    private static final int TIME_LENGTH = 30;

    /// Null if it is no entry.
    static @Nullable LogEntry parse(byte[] line) {
        if (line.length < TIME_LENGTH + 5) {
            return null;
        }
        int end = TIME_LENGTH + 3;
        while (end < line.length && line[end] != ' ') {
            end++;
        }
        if (end == line.length) {
            return null;
        }
        try {
            return new LogEntry(
                    Instant.parse(ascii(line, 0, TIME_LENGTH)),
                    (char) line[TIME_LENGTH + 1],
                    Long.parseLong(ascii(line, TIME_LENGTH + 3, end)),
                    Bytes.of(Arrays.copyOfRange(line, end + 1, line.length)));
        } catch (DateTimeParseException | NumberFormatException e) {
            return null;
        }
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    boolean wanted(LogQuery query) {
        boolean ours =
                switch (Character.toLowerCase(stream)) {
                    case 'o' -> query.stdout();
                    case 'e' -> query.stderr();
                    default -> false;
                };
        Instant since = query.since();
        return ours && (since == null || !at.isBefore(since));
    }

    int number() {
        return Character.toLowerCase(stream) == 'e' ? 2 : 1;
    }

    /// The line as the reader gets it.
    byte[] data(boolean timestamps) {
        var data = new ByteArrayOutputStream(text.length() + TIME_LENGTH + 2);
        if (timestamps) {
            data.writeBytes((TaskLog.TIME.format(at) + " ").getBytes(StandardCharsets.US_ASCII));
        }
        data.writeBytes(text.toArray());
        if (Character.isLowerCase(stream)) {
            data.write('\n');
        }
        return data.toByteArray();
    }
}
