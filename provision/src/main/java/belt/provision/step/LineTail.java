package belt.provision.step;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Keeps the last lines of what a command prints, and passes each on as it comes.
final class LineTail extends OutputStream {
    private static final int LONGEST_LINE = 4096;

    private final int keep;
    private final Consumer<String> onLine;
    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineTail(int keep, Consumer<String> onLine) {
        this.keep = keep;
        this.onLine = onLine;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n' || b == '\r' || line.size() == LONGEST_LINE) {
            end();
        } else {
            line.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            write(bytes[offset + i]);
        }
    }

    synchronized List<String> lines() {
        end();
        return List.copyOf(lines);
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        line.reset();
        if (!text.isEmpty()) {
            lines.add(text);
            if (lines.size() > keep) {
                lines.remove();
            }
            onLine.accept(text);
        }
    }
}
