package belt.http.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// The head of a request on its way to the server behind us.
final class RequestHead {
    private static final Set<HttpHeader> HOP_BY_HOP =
            Set.of(
                    HttpHeader.CONNECTION,
                    HttpHeader.KEEP_ALIVE,
                    HttpHeader.PROXY_CONNECTION,
                    HttpHeader.TE,
                    HttpHeader.TRAILER,
                    HttpHeader.TRANSFER_ENCODING,
                    HttpHeader.UPGRADE,
                    HttpHeader.EXPECT, // we ask the client for its body ourselves
                    HttpHeader.HOST,
                    HttpHeader.CONTENT_LENGTH);

    private final StringBuilder text = new StringBuilder(512);

    RequestHead(String method, String target) {
        text.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: docker\r\n");
    }

    RequestHead header(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    /// Copies what is not about the connection; an upgrade is asked for again if the client did.
    RequestHead copy(HttpFields client) {
        for (HttpField field : client) {
            if (field.getHeader() == null || !HOP_BY_HOP.contains(field.getHeader())) {
                header(field.getName(), String.valueOf(field.getValue()));
            }
        }
        String upgrade = client.get(HttpHeader.UPGRADE);
        if (upgrade != null && client.contains(HttpHeader.CONNECTION, "upgrade")) {
            header("Connection", "Upgrade").header("Upgrade", upgrade);
        }
        return this;
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
