package belt.agent.exec;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads lines as bytes; a line that is not finished yet waits for its end.
final class Lines implements AutoCloseable {
    private final InputStream in;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    Lines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), 32 * 1024);
    }

    /// The next line without its newline; null if the file ends before one, now. The next call looks again.
    byte @Nullable [] next() throws IOException {
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                byte[] line = unfinished.toByteArray();
                unfinished.reset();
                return line;
            }
            unfinished.write(next);
        }
        return null;
    }

    static List<byte[]> all(Path file) throws IOException {
        var all = new ArrayList<byte[]>();
        try (var lines = new Lines(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                all.add(line);
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
