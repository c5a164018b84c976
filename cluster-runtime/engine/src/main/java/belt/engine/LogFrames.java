package belt.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Takes the engine's log streams apart: frames of an eight-byte header (stream, three zeros, big-endian length) without
/// a terminal, raw bytes with one.
final class LogFrames {
    private static final int LONGEST_LINE = 16 * 1024;

    private LogFrames() {}

    static void readFrames(InputStream body, LogQuery.Sink sink)
            throws IOException, InterruptedException {
        var in = new BufferedInputStream(body, 32 * 1024);
        byte[] header = new byte[8];
        while (true) {
            int read = in.readNBytes(header, 0, 8);
            if (read == 0) {
                return;
            }
            if (read < 8) {
                throw new EOFException("the log stream ended inside a header");
            }
            int length =
                    (header[4] & 0xFF) << 24
                            | (header[5] & 0xFF) << 16
                            | (header[6] & 0xFF) << 8
                            | (header[7] & 0xFF);
            byte[] data = in.readNBytes(length);
            if (data.length < length) {
                throw new EOFException("the log stream ended inside a line");
            }
            sink.line(header[0] == 2 ? 2 : 1, data);
        }
    }

    /// A terminal's output has no frames; it is cut into lines, all of them stdout.
    static void readRaw(InputStream body, LogQuery.Sink sink)
            throws IOException, InterruptedException {
        var in = new BufferedInputStream(body, 32 * 1024);
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n' || line.size() >= LONGEST_LINE) {
                sink.line(1, line.toByteArray());
                line.reset();
            }
        }
        if (line.size() > 0) {
            sink.line(1, line.toByteArray());
        }
    }
}
