package belt.http.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Holds output back until it is clear whether it fits into one page; only then is a stream opened.
final class PagedOutput extends OutputStream {
    private static final int PAGE_BYTES = 64 << 10;

    /// Opens the stream.
    @FunctionalInterface
    interface Opening {
        OutputStream open() throws IOException;
    }

    private final Opening opening;
    private final ByteArrayOutputStream page = new ByteArrayOutputStream(4096);
    private @Nullable OutputStream opened;

    PagedOutput(Opening opening) {
        this.opening = opening;
    }

    @Override
    public void write(int oneByte) throws IOException {
        page.write(oneByte);
        turn();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        page.write(bytes, offset, length);
        turn();
    }

    private void turn() throws IOException {
        if (page.size() >= PAGE_BYTES) {
            send();
        }
    }

    private void send() throws IOException {
        OutputStream to = opened;
        if (to == null) {
            to = opening.open();
            opened = to;
        }
        page.writeTo(to);
        page.reset();
    }

    /// Everything, if no stream was opened; else null, and the rest has been sent.
    byte @Nullable [] wholeOrFlush() throws IOException {
        if (opened == null) {
            return page.toByteArray();
        }
        send();
        return null;
    }
}
