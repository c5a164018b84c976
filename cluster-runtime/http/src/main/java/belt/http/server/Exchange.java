package belt.http.server;

import belt.http.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One request and its answer. Used by one thread at a time, but for {@link #whenClientGone}; the lock is for the watch.
public final class Exchange {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final ApiVersion version;
    private final String path;
    private final String rawQuery;
    private @Nullable Query query;
    private @Nullable ClientWatch watch;
    private boolean completed;

    Exchange(
            Request request,
            Response response,
            Callback callback,
            ApiVersion version,
            String path,
            String rawQuery) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.version = version;
        this.path = path;
        this.rawQuery = rawQuery;
    }

    /// `GET`, `POST` and so on.
    public String method() {
        return request.getMethod();
    }

    /// The version in the path; {@link ApiVersion#MAX} where the client named none.
    public ApiVersion version() {
        return version;
    }

    /// The path without its version, still percent-encoded.
    public String path() {
        return path;
    }

    /// What stands behind the question mark, as sent; empty if nothing does.
    public String rawQuery() {
        return rawQuery;
    }

    /// The same, decoded.
    public Query query() {
        Query known = query;
        if (known == null) {
            known = Query.parse(rawQuery);
            query = known;
        }
        return known;
    }

    /// A request header, or null.
    public @Nullable String header(String name) {
        return request.getHeaders().get(name);
    }

    /// Who asks.
    public PeerIdentity peer() {
        return Peers.of(request);
    }

    /// Jetty's side of this exchange, for relays.
    public Request request() {
        return request;
    }

    /// Jetty's side of this exchange, for relays.
    public Response response() {
        return response;
    }

    /// Reads the whole body.
    ///
    /// @throws ApiError 413 if it is longer than the limit in bytes
    public byte[] body(int limit) throws IOException, InterruptedException {
        BodySource source = new BodySource(request);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            Content.Chunk chunk = source.next();
            try {
                if (bytes.size() + chunk.remaining() > limit) {
                    throw new ApiError(413, "request body is larger than " + limit + " bytes");
                }
                bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
            } finally {
                chunk.release();
            }
            if (chunk.isLast()) {
                return bytes.toByteArray();
            }
        }
    }

    /// Calls back, once and on another thread, when the client has closed its end, from now until the answer is complete.
    /// The first look comes a moment later, so that quick requests pay nothing.
    public synchronized void whenClientGone(Runnable action) {
        if (!completed) { // a long body's own thread may come late
            watch = ClientWatch.start(request, action);
        }
    }

    /// Keeps the connector's idle timeout from cutting a request that works or streams in silence. Undone at the end.
    public void mayBeSilent() {
        request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(0);
    }

    /// Adds a response header.
    public Exchange with(String header, String value) {
        response.getHeaders().put(header, value);
        return this;
    }

    /// Answers with a whole body.
    public void send(int status, String contentType, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        complete();
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /// Answers with JSON; Go's trailing line feed included.
    public void json(int status, Consumer<JsonWriter> body) {
        send(status, "application/json", JsonWriter.bytes(body));
    }

    /// Answers with JSON that may be long: up to a few pages are sent as a whole, more as a stream while it is written.
    public void longJson(int status, Consumer<JsonWriter> body) throws IOException {
        PagedOutput paged = new PagedOutput(() -> stream(status, "application/json"));
        try {
            JsonWriter.write(paged, body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        byte[] whole = paged.wholeOrFlush();
        if (whole != null) {
            send(status, "application/json", whole);
        }
    }

    /// Answers without a body.
    public void empty(int status) {
        response.setStatus(status);
        complete();
        callback.succeeded();
    }

    /// Sends the head now and answers a stream whose every write is on its way to the client when it returns. The stream
    /// ends when the handler returns.
    public OutputStream stream(int status, String contentType) throws IOException {
        mayBeSilent();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        write(null);
        return new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                write(new byte[] {(byte) oneByte}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > 0) {
                    Exchange.this.write(ByteBuffer.wrap(bytes, offset, length));
                }
            }
        };
    }

    /// Writes a part of the body and waits until it is on its way; null sends the head alone.
    public void write(@Nullable ByteBuffer part) throws IOException {
        try (Blocker.Callback blocker = Blocker.callback()) {
            response.write(false, part, blocker);
            blocker.block();
        }
    }

    /// Ends the answer after parts were written.
    public void finish() {
        if (!completed) {
            complete();
            callback.succeeded();
        }
    }

    /// Cuts the connection, so that the client cannot take a broken stream for a complete one.
    public void cut(Throwable cause) {
        if (!completed) {
            complete();
            callback.failed(cause);
        }
    }

    void fail(int status, String message) {
        if (completed) {
            return;
        }
        if (response.isCommitted()) {
            cut(new IOException(message));
            return;
        }
        response.getHeaders().remove(HttpHeader.CONTENT_LENGTH);
        response.getHeaders().remove(HttpHeader.TRANSFER_ENCODING);
        send(status, "application/json", ErrorBody.of(message));
    }

    private synchronized void complete() {
        completed = true;
        if (watch != null) {
            watch.stop();
        }
        var connection = request.getConnectionMetaData();
        connection
                .getConnection()
                .getEndPoint()
                .setIdleTimeout(connection.getConnector().getIdleTimeout());
    }
}
