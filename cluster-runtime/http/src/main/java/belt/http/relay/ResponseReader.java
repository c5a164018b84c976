package belt.http.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Reads one response from an {@link Upstream}: first its head, then its body part by part. Blocking.
final class ResponseReader implements HttpParser.ResponseHandler {
    /// Takes a part of the body; the buffer is only valid during the call.
    @FunctionalInterface
    interface Part {
        void accept(ByteBuffer bytes) throws IOException;
    }

    private static final int HEAD_LIMIT_BYTES = 256 << 10;

    private final Upstream upstream;
    private final ByteBuffer buffer;
    private final HttpParser parser = new HttpParser(this, HEAD_LIMIT_BYTES);
    private final List<HttpField> fields = new ArrayList<>();
    private @Nullable Part sink;
    private @Nullable IOException failure;
    private int status;
    private boolean headDone;
    private boolean complete;
    private boolean earlyEnd;
    private boolean anyByte;
    private boolean keepAlive = true;

    /// @param buffer empty, in reading position; what lies behind a hijacked head stays in it
    ResponseReader(Upstream upstream, ByteBuffer buffer, boolean answersHead) {
        this.upstream = upstream;
        this.buffer = buffer;
        parser.setHeadResponse(answersHead);
    }

    /// Reads up to the end of the head; interim answers are skipped.
    ///
    /// @throws IOException if the connection ends before; {@link #anyByte} tells whether it was stale
    void readHead() throws IOException {
        do {
            headDone = false;
            fields.clear();
            while (!headDone) {
                step();
            }
            if (status >= 100 && status < 200 && status != 101) {
                parser.reset();
            }
        } while (status >= 100 && status < 200 && status != 101);
    }

    /// Reads the body to its end.
    ///
    /// @throws IOException if it breaks off, or what the sink throws
    void readBody(Part to) throws IOException {
        sink = to;
        while (!complete) {
            parser.parseNext(buffer);
            check();
            if (!complete && !buffer.hasRemaining()) {
                fill();
            }
        }
    }

    private void step() throws IOException {
        parser.parseNext(buffer);
        check();
        if (!headDone && !buffer.hasRemaining()) {
            fill();
        }
    }

    private void fill() throws IOException {
        buffer.clear();
        int count;
        try {
            count = upstream.read(buffer);
        } finally {
            buffer.flip();
        }
        if (count < 0) {
            parser.atEOF();
            parser.parseNext(buffer);
            check();
            if (!complete) {
                throw new IOException("the server closed the connection before its answer ended");
            }
        } else {
            anyByte = true;
        }
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (earlyEnd) {
            throw new IOException("the server closed the connection before its answer ended");
        }
    }

    int status() {
        return status;
    }

    List<HttpField> fields() {
        return fields;
    }

    @Nullable String field(HttpHeader name) {
        for (HttpField field : fields) {
            if (field.getHeader() == name) {
                return field.getValue();
            }
        }
        return null;
    }

    boolean chunked() {
        return parser.isChunking();
    }

    boolean anyByte() {
        return anyByte;
    }

    /// Whether the connection may carry another request once the body has been read.
    boolean reusable() {
        return complete && keepAlive && !buffer.hasRemaining();
    }

    @Override
    public void startResponse(HttpVersion version, int responseStatus, @Nullable String reason) {
        status = responseStatus;
        keepAlive = version == HttpVersion.HTTP_1_1;
    }

    @Override
    public void parsedHeader(HttpField field) {
        fields.add(field);
        if (field.getHeader() == HttpHeader.CONNECTION && field.contains("close")) {
            keepAlive = false;
        }
    }

    @Override
    public boolean headerComplete() {
        headDone = true;
        return true;
    }

    @Override
    public boolean content(ByteBuffer item) {
        try {
            if (sink != null) {
                sink.accept(item);
            }
        } catch (IOException e) {
            failure = e;
        }
        item.position(item.limit());
        return failure != null;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        complete = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        earlyEnd = true;
    }

    @Override
    public void badMessage(HttpException reason) {
        failure = new IOException("the server's answer is malformed: " + reason.getReason());
    }
}
