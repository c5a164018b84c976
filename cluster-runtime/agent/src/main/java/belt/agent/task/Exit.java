package belt.agent.task;

/// How a task ended by itself.
///
/// @param code exit status; 128 + n if signal n ended it
/// @param error what the status' error becomes; empty if it ended well
/// @param seen what is left
public record Exit(int code, String error, Observation seen) {
    /// In Swarm's words (swarm-semantics §1.5).
    public static Exit of(int code, Observation seen) {
        return new Exit(code, code == 0 ? "" : "task: non-zero exit (" + code + ")", seen);
    }
}
