package belt.client;

import belt.core.BeltException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Lines that tasks print, as they arrive: the Docker API's multiplexed stream, one frame a line (8 bytes head: stream,
/// three zeros, length; then the attributes of the task, a space, and the line). Close it to end it.
public final class LogStream implements AutoCloseable {
    /// A line.
    ///
    /// @param error whether it was printed to stderr
    /// @param text without its line end
    public record Line(boolean error, String taskId, String nodeId, String text) {}

    private static final int HEAD = 8;
    private static final int LONGEST = 16 << 20;
    private static final String PREFIX = "com.docker.swarm.";

    private final InputStream in;
    private final String place;
    private boolean closed;

    LogStream(InputStream in, String place) {
        this.in = in;
        this.place = place;
    }

    /// The next line; empty at the end.
    ///
    /// @throws BeltException.Unreachable if the connection breaks
    /// @throws BeltException.OperationFailed if the managers report a failure in the stream
    public Optional<Line> next() {
        try {
            byte[] head = in.readNBytes(HEAD);
            if (head.length < HEAD) {
                return Optional.empty();
            }
            int length =
                    (head[4] & 0xFF) << 24
                            | (head[5] & 0xFF) << 16
                            | (head[6] & 0xFF) << 8
                            | head[7] & 0xFF;
            if (length < 0 || length > LONGEST) {
                throw new IOException("a line of " + length + " bytes");
            }
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            if (head[0] == 3) {
                throw new BeltException.OperationFailed(ClientProblem.FAILED, text.strip());
            }
            return Optional.of(line(head[0] == 2, text));
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw new BeltException.Unreachable(
                    ClientProblem.CONNECTION_LOST,
                    place + ": the connection broke: " + e.getMessage(),
                    e);
        }
    }

    private static Line line(boolean error, String text) {
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        int space = line.indexOf(' ');
        Map<String, String> details = details(space < 0 ? line : line.substring(0, space));
        String words = details.isEmpty() ? line : space < 0 ? "" : line.substring(space + 1);
        return new Line(
                error,
                details.getOrDefault(PREFIX + "task.id", ""),
                details.getOrDefault(PREFIX + "node.id", ""),
                words);
    }

    private static Map<String, String> details(String text) {
        var details = new HashMap<String, String>();
        if (text.startsWith(PREFIX) || text.contains("," + PREFIX)) {
            for (String pair : text.split(",")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    details.put(
                            decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return details;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            in.close();
        } catch (IOException _) {
            // it was to end anyway
        }
    }
}
