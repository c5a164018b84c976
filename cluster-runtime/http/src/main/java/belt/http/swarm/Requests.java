package belt.http.swarm;

import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.shape.Fields;
import java.io.IOException;
import java.util.Locale;

/// Reads the parts that many requests share.
final class Requests {
    private static final int BODY_LIMIT_BYTES = 4 << 20;

    private Requests() {}

    /// The JSON object in the body.
    static Fields body(Exchange exchange) throws IOException, InterruptedException {
        String type = exchange.header("Content-Type");
        if (type == null || !type.strip().toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw ApiError.badRequest(
                    "unsupported Content-Type header ("
                            + (type == null ? "" : type)
                            + "): must be 'application/json'");
        }
        return Fields.parse(exchange.body(BODY_LIMIT_BYTES));
    }

    /// The version that the client saw, without which nothing is changed.
    static long version(Exchange exchange, String kind) {
        String text = exchange.query().text("version");
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw ApiError.badRequest(
                    "invalid "
                            + kind
                            + " version '"
                            + text
                            + "': strconv.ParseUint: parsing \""
                            + text
                            + "\": invalid syntax");
        }
    }
}
