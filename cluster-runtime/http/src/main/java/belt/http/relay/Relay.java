package belt.http.relay;

import belt.http.server.ApiError;
import belt.http.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/// Passes one request to another server and its answer back, part by part as it comes.
final class Relay {
    /// Where connections come from.
    interface Dialer {
        /// A new connection.
        ///
        /// @throws ApiError if the server does not answer, for the client
        /// @throws IOException the same, for the caller: the request can be passed to another server
        Upstream dial() throws IOException;

        /// One that was used before and may have gone stale; or null.
        @Nullable Upstream idle();

        /// Takes a connection that may carry another request.
        void giveBack(Upstream upstream);
    }

    private static final int BUFFER_BYTES = 32_768;
    private static final Set<String> OURS =
            Set.of("api-version", "docker-experimental", "ostype", "server", "date");
    private static final Set<HttpHeader> HOP_BY_HOP =
            Set.of(
                    HttpHeader.CONNECTION,
                    HttpHeader.KEEP_ALIVE,
                    HttpHeader.TRANSFER_ENCODING,
                    HttpHeader.UPGRADE,
                    HttpHeader.TRAILER);

    private final Exchange exchange;
    private final Dialer dialer;
    private final RequestHead head;
    private final RequestBody body;
    private final boolean repeatable;
    private volatile boolean clientGone;

    Relay(Exchange exchange, Dialer dialer, String target, @Nullable ByteBuffer replacement) {
        this.exchange = exchange;
        this.dialer = dialer;
        this.body = new RequestBody(exchange.request(), replacement);
        this.head =
                new RequestHead(exchange.method(), target).copy(exchange.request().getHeaders());
        body.announce(head);
        this.repeatable = body.isEmpty() && (is("GET") || is("HEAD"));
    }

    private boolean is(String method) {
        return method.equals(exchange.method());
    }

    /// Adds a header to the request.
    Relay with(String name, String value) {
        head.header(name, value);
        return this;
    }

    void run() throws IOException, InterruptedException {
        exchange.mayBeSilent();
        RetainableByteBuffer pooled =
                exchange.request().getComponents().getByteBufferPool().acquire(BUFFER_BYTES, true);
        try {
            ByteBuffer buffer = pooled.getByteBuffer();
            Upstream idle = repeatable ? dialer.idle() : null;
            if (idle == null || !answered(idle, buffer, true)) {
                answered(dialer.dial(), buffer, false);
            }
        } finally {
            pooled.release();
        }
    }

    /// @return false if the connection was stale, so that nothing has happened yet
    private boolean answered(Upstream upstream, ByteBuffer buffer, boolean mayBeStale)
            throws IOException, InterruptedException {
        BufferUtil.clear(buffer);
        ResponseReader response = new ResponseReader(upstream, buffer, is("HEAD"));
        boolean keep = false;
        try {
            try {
                upstream.write(head.bytes());
                body.send(upstream, () -> exchange.whenClientGone(() -> hangUp(upstream)));
                response.readHead();
            } catch (IOException e) {
                if (mayBeStale && !response.anyByte()) {
                    return false;
                }
                throw broken(e);
            }
            keep = copy(upstream, response, buffer);
        } finally {
            body.stop();
            if (!keep) {
                upstream.abandon();
            }
        }
        return true;
    }

    private IOException broken(IOException cause) {
        if (clientGone) {
            return cause;
        }
        throw new ApiError(502, "the server behind beltd broke off: " + cause.getMessage());
    }

    /// The server sees the same end as if the client were connected to it, and decides.
    private void hangUp(Upstream upstream) {
        clientGone = true;
        try {
            upstream.shutdownOutput();
        } catch (IOException e) {
            upstream.abandon();
        }
    }

    /// @return whether the connection went on living: pooled, or as a hijacked stream
    private boolean copy(Upstream upstream, ResponseReader response, ByteBuffer buffer)
            throws IOException, InterruptedException {
        if (isHijack(response)) {
            hijack(upstream, response, buffer);
            return true;
        }
        HttpFields.Mutable headers = exchange.response().getHeaders();
        exchange.response().setStatus(response.status());
        for (HttpField field : response.fields()) {
            if (isEndToEnd(field)) {
                headers.add(field);
            }
        }
        if (response.field(HttpHeader.CONTENT_LENGTH) == null && response.status() >= 200) {
            exchange.write(null); // a log that is silent must still show its head
        }
        response.readBody(exchange::write);
        body.stop();
        exchange.finish();
        if (repeatable && response.reusable() && !clientGone) {
            dialer.giveBack(upstream);
            return true;
        }
        return false;
    }

    private static boolean isEndToEnd(HttpField field) {
        HttpHeader known = field.getHeader(); // null for the many that Jetty has no constant for
        return (known == null || !HOP_BY_HOP.contains(known))
                && !OURS.contains(field.getLowerCaseName());
    }

    private boolean isHijack(ResponseReader response) {
        if (response.status() == 101) {
            return true;
        }
        String type = response.field(HttpHeader.CONTENT_TYPE);
        return response.status() == 200
                && is("POST")
                && type != null
                && type.startsWith("application/vnd.docker.")
                && response.field(HttpHeader.CONTENT_LENGTH) == null
                && !response.chunked();
    }

    private void hijack(Upstream upstream, ResponseReader response, ByteBuffer buffer)
            throws IOException, InterruptedException {
        body.stop();
        Request request = exchange.request();
        exchange.response().setStatus(response.status());
        String type = response.field(HttpHeader.CONTENT_TYPE);
        if (type != null) {
            exchange.with("Content-Type", type);
        }
        if (response.status() == 101) {
            String protocol = response.field(HttpHeader.UPGRADE);
            exchange.with("Upgrade", protocol == null ? "tcp" : protocol)
                    .with("Connection", "Upgrade");
        } else {
            exchange.with("Connection", "close");
            exchange.write(null); // else Jetty would announce a length
        }
        var connection = request.getConnectionMetaData();
        ByteBuffer early = ByteBuffer.wrap(BufferUtil.toArray(buffer));
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new HijackRelay(
                        connection.getConnection().getEndPoint(),
                        connection.getConnector().getExecutor(),
                        upstream,
                        early));
        exchange.finish();
    }
}
