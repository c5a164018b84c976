package belt.http.server;

import belt.core.BeltException;
import java.util.Map;

/// Failures of other rooms as Docker clients know them: the category gives the status, and the gRPC prefix that SwarmKit's
/// texts carry.
final class StatusOf {
    /// Where Docker's status is not what the category says; the codes are those of `belt.control` and `belt.store`.
    private static final Map<String, Integer> SPECIAL =
            Map.of(
                    "control.out-of-sequence", 500,
                    "control.unsupported", 501,
                    "store.not-leader", 500,
                    "store.no-leader", 500,
                    "store.log-closed", 500);

    private StatusOf() {}

    static int problem(BeltException e) {
        Integer special = SPECIAL.get(e.code().id());
        return special != null ? special : category(e);
    }

    private static int category(BeltException e) {
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
