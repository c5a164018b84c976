package belt.http.swarm;

import belt.http.server.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Opens the answer's stream with the first byte or flush, so that an error before that still gets its own status.
final class LazyStream extends OutputStream {
    private final Exchange exchange;
    private @Nullable OutputStream opened;

    LazyStream(Exchange exchange) {
        this.exchange = exchange;
    }

    private OutputStream open() throws IOException {
        OutputStream to = opened;
        if (to == null) {
            to = exchange.stream(200, "text/plain; charset=utf-8");
            opened = to;
        }
        return to;
    }

    @Override
    public void write(int oneByte) throws IOException {
        open().write(oneByte);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        open().write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        open().flush();
    }

    @Override
    public void close() {
        // the exchange ends the answer
    }
}
