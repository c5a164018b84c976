package belt.http.shape;

import belt.http.server.ApiError;

/// Refusals with the prefix that SwarmKit's managers give them, which scripts match.
public final class Rpc {
    private Rpc() {}

    /// 400.
    public static ApiError invalidArgument(String text) {
        return new ApiError(400, "rpc error: code = InvalidArgument desc = " + text);
    }

    /// 400.
    public static ApiError failedPrecondition(String text) {
        return new ApiError(400, "rpc error: code = FailedPrecondition desc = " + text);
    }

    /// 501.
    public static ApiError unimplemented(String text) {
        return new ApiError(501, "rpc error: code = Unimplemented desc = " + text);
    }

    /// 500. Asking again may help.
    public static ApiError unavailable(String text) {
        return new ApiError(500, "rpc error: code = Unavailable desc = " + text);
    }

    /// 500, for errors that carry no code in SwarmKit.
    public static ApiError unknown(String text) {
        return new ApiError(500, "rpc error: code = Unknown desc = " + text);
    }
}
