package belt.http.server;

import belt.http.json.JsonWriter;

/// The body of every answer that is an error.
final class ErrorBody {
    private ErrorBody() {}

    static byte[] of(String message) {
        return JsonWriter.bytes(json -> json.object(o -> o.text("message", message)));
    }
}
