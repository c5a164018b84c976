package belt.cli.command;

import belt.core.BeltException;

/// The exit codes. `belt help exit-codes` prints them.
public final class Exit {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int BAD_INPUT = 2;

    /// Only with `--exit-code`.
    public static final int CHANGES = 3;

    public static final int NO_CREDENTIALS = 4;
    public static final int NOT_FOUND = 5;
    public static final int CONFLICT = 6;
    public static final int UNREACHABLE = 7;
    public static final int STILL_RUNNING = 8;
    public static final int PARTLY_FAILED = 9;
    public static final int REFUSED = 10;
    public static final int BUG = 70;
    public static final int INTERRUPTED = 130;
    public static final int TERMINATED = 143;

    private Exit() {}

    /// The exit code of a failure. Exhaustive: a new category does not compile without a code.
    public static int of(BeltException e) {
        return switch (e) {
            case BeltException.OperationFailed _ -> FAILED;
            case BeltException.InvalidInput _ -> BAD_INPUT;
            case BeltException.MissingCredentials _ -> NO_CREDENTIALS;
            case BeltException.NotFound _ -> NOT_FOUND;
            case BeltException.Conflict _ -> CONFLICT;
            case BeltException.Unreachable _ -> UNREACHABLE;
            case BeltException.StillRunning _ -> STILL_RUNNING;
            case BeltException.PartlyFailed _ -> PARTLY_FAILED;
            case BeltException.Refused _ -> REFUSED;
            case BeltException.Bug _ -> BUG;
        };
    }
}
