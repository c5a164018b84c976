package belt.http.server;

/// An answer other than success: a status and the text of `{"message": …}`. It never leaves `belt.http`: whoever answers
/// the request turns it into that JSON.
public final class ApiError extends RuntimeException {
    private final int status;

    /// @param status the HTTP status, 400 to 599
    /// @param message the exact text for the client
    public ApiError(int status, String message) {
        super(message);
        this.status = status;
    }

    /// 400, for what the client got wrong.
    public static ApiError badRequest(String message) {
        return new ApiError(400, message);
    }

    /// 404, for what does not exist.
    public static ApiError notFound(String message) {
        return new ApiError(404, message);
    }

    /// 503, for what this node cannot do now.
    public static ApiError unavailable(String message) {
        return new ApiError(503, message);
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// The text for the client.
    public String text() {
        return String.valueOf(getMessage());
    }
}
