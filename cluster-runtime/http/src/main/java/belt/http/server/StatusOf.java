package belt.http.server;

import belt.core.BeltException;

/// Failures of other rooms as Docker clients know them: the category gives the status, and the gRPC prefix that SwarmKit's
/// texts carry.
final class StatusOf {
    private StatusOf() {}

    static int problem(BeltException e) {
        return switch (e) {
            case BeltException.InvalidInput _, BeltException.Refused _ -> 400;
            case BeltException.MissingCredentials _ -> 401;
            case BeltException.NotFound _ -> 404;
            case BeltException.Conflict _ -> 409;
            case BeltException.Unreachable _ -> 503;
            case BeltException.OperationFailed _,
                    BeltException.PartlyFailed _,
                    BeltException.StillRunning _,
                    BeltException.Bug _ ->
                    500;
        };
    }

    static String text(BeltException e) {
        String message = String.valueOf(e.getMessage());
        return e.detail().map(detail -> message + ": " + detail).orElse(message);
    }
}
