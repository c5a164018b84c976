package belt.provider.exec;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads lines of bytes, none longer than a limit.
final class LineReader {
    private final BufferedInputStream from;
    private final int mostBytes;

    LineReader(InputStream from, int mostBytes) {
        this.from = new BufferedInputStream(from, 1 << 16);
        this.mostBytes = mostBytes;
    }

    /// The next line without its end; null after the last one.
    ///
    /// @throws Nonsense if it is too long, or not ended
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = from.read(); c >= 0; c = from.read()) {
            if (c == '\n') {
                return line.toByteArray();
            }
            if (line.size() == mostBytes) {
                throw new Nonsense("printed a line of more than " + mostBytes + " bytes");
            }
            line.write(c);
        }
        if (line.size() > 0) {
            throw new Nonsense("ended in the middle of a line");
        }
        return null;
    }
}
