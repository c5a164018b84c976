package belt.http.swarm;

import belt.http.server.ApiError;
import belt.model.NodeId;
import belt.store.Store;
import java.util.Map;

/// Why a manager may not leave without force, in Docker's words (swarm-semantics §8.2).
final class LeaveTexts {
    private static final String BEGIN =
            "You are attempting to leave the swarm on a node that is participating as a manager. ";
    private static final String END =
            "The only way to restore a swarm that has lost consensus is to reinitialize it with"
                    + " `--force-new-cluster`. Use `--force` to suppress this message.";

    private LeaveTexts() {}

    /// @param heard the voting managers as the leader sees them; empty on others, which count their store's
    static ApiError refused(Store store, Map<NodeId, Boolean> heard) {
        long managers =
                store.read(view -> view.nodes().stream().filter(n -> n.manager() != null).count());
        if (managers <= 1) {
            return ApiError.unavailable(
                    BEGIN
                            + "Removing the last manager erases all current state of the swarm. Use"
                            + " `--force` to ignore this message. ");
        }
        long unreachable = heard.values().stream().filter(reached -> !reached).count();
        long reachable = managers - unreachable;
        if (reachable - 2 <= unreachable) {
            return ApiError.unavailable(
                    BEGIN
                            + "Removing this node leaves "
                            + (reachable - 1)
                            + " managers out of "
                            + managers
                            + ". Without a Raft quorum your swarm will be inaccessible. "
                            + END);
        }
        return ApiError.unavailable(BEGIN + END);
    }

    static ApiError notActive() {
        return ApiError.unavailable(
                BEGIN + "Doing so may lose the consensus of your cluster. " + END);
    }
}
