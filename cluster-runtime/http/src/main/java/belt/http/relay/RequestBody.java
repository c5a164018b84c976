package belt.http.relay;

import belt.http.server.BodySource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// The body of a request on its way to the server behind us: none, a replacement that we hold in memory, or the client's
/// as it arrives. A long one flows on its own thread, so that an early answer or a build's output is not held up.
final class RequestBody {
    private static final long INLINE_LIMIT_BYTES = 64 << 10;
    private static final ByteBuffer LAST_CHUNK = ascii("0\r\n\r\n").asReadOnlyBuffer();

    private final Request request;
    private final @Nullable ByteBuffer replacement;
    private final long length;
    private final boolean chunked;
    private @Nullable Thread pump;

    /// @param replacement what to send instead of the client's body, which has been read already; or null
    RequestBody(Request request, @Nullable ByteBuffer replacement) {
        this.request = request;
        this.replacement = replacement;
        HttpFields headers = request.getHeaders();
        this.chunked =
                replacement == null && headers.contains(HttpHeader.TRANSFER_ENCODING, "chunked");
        this.length =
                replacement != null
                        ? replacement.remaining()
                        : headers.getLongField(HttpHeader.CONTENT_LENGTH);
    }

    boolean isEmpty() {
        return !chunked && length <= 0;
    }

    /// Adds the header that announces this body.
    void announce(RequestHead head) {
        if (chunked) {
            head.header("Transfer-Encoding", "chunked");
        } else if (length >= 0) {
            head.header("Content-Length", Long.toString(length));
        }
    }

    /// Sends it; a long one goes on in the background.
    ///
    /// @param atEnd runs once the whole body is on its way
    void send(Upstream to, Runnable atEnd) throws IOException, InterruptedException {
        if (replacement != null) {
            to.write(replacement.duplicate());
            atEnd.run();
        } else if (isEmpty()) {
            atEnd.run();
        } else if (!chunked && length <= INLINE_LIMIT_BYTES) {
            copy(to);
            atEnd.run();
        } else {
            pump = Thread.ofVirtual().name("http-body").start(() -> pump(to, atEnd));
        }
    }

    /// Ends the background copy; called once the answer is over, or the connection given up.
    void stop() throws InterruptedException {
        Thread running = pump;
        if (running != null) {
            running.interrupt();
            running.join();
        }
    }

    private void pump(Upstream to, Runnable atEnd) {
        try {
            copy(to);
            atEnd.run();
        } catch (IOException e) {
            // The server may answer without reading on, which its response tells; and a client that
            // breaks off must not
            // look like one whose body is complete.
            if (!(e instanceof ServerStoppedReading)) {
                to.abandon();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class ServerStoppedReading extends IOException {
        ServerStoppedReading(IOException cause) {
            super("the server stopped reading", cause);
        }
    }

    private void copy(Upstream to) throws IOException, InterruptedException {
        BodySource source = new BodySource(request);
        boolean last = false;
        while (!last) {
            Content.Chunk chunk = source.next();
            try {
                last = chunk.isLast();
                write(to, chunk.getByteBuffer());
            } finally {
                chunk.release();
            }
        }
        if (chunked) {
            write(to, null);
        }
    }

    private void write(Upstream to, @Nullable ByteBuffer part) throws IOException {
        try {
            if (part == null) {
                to.write(LAST_CHUNK.duplicate());
            } else if (!part.hasRemaining()) {
                return; // an empty chunk would mean the end
            } else if (chunked) {
                to.write(ascii(Integer.toHexString(part.remaining()) + "\r\n"));
                to.write(part);
                to.write(ascii("\r\n"));
            } else {
                to.write(part);
            }
        } catch (IOException e) {
            throw new ServerStoppedReading(e);
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
