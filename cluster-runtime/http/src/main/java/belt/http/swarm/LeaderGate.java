package belt.http.swarm;

import belt.core.Deadline;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.Rpc;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends each request about the cluster to where it is answered: here if this node leads, to the leader if another
/// manager does, else back with Docker's words for what is the matter. While managers elect a leader, requests wait for
/// it; once that was in vain they are refused at once, until a leader is seen again (swarm-semantics §6.2).
public final class LeaderGate {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String NOT_MANAGER = "This node is not a swarm manager. ";

    private final LocalNode node;
    private final LeaderForwarder forwarder;
    private volatile boolean waitedInVain;

    public LeaderGate(LocalNode node, LeaderForwarder forwarder) {
        this.node = node;
        this.forwarder = forwarder;
    }

    /// Answers on the leader.
    @FunctionalInterface
    interface OnLeader {
        void answer(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
                throws IOException, InterruptedException;
    }

    Router.RouteHandler onLeader(OnLeader handler) {
        return (exchange, parts) -> {
            Deadline deadline = Deadline.in(waitedInVain ? Duration.ZERO : forwarder.patience());
            ApiError trouble = attempt(handler, exchange, parts);
            while (trouble != null) {
                if (!deadline.pause(LOOK)) {
                    waitedInVain = true;
                    throw trouble;
                }
                trouble = attempt(handler, exchange, parts);
            }
        };
    }

    /// @return null if the request was answered; else what is to be said if no other leader comes
    private @Nullable ApiError attempt(OnLeader handler, Exchange exchange, List<String> parts)
            throws IOException, InterruptedException {
        switch (node.standing()) {
            case LocalNode.Standing.Leading leading -> {
                waitedInVain = false;
                handler.answer(exchange, parts, leading);
            }
            case LocalNode.Standing.Following(_, var leader) -> {
                try {
                    forwarder.forward(exchange, leader);
                    waitedInVain = false;
                } catch (LeaderForwarder.Silent e) {
                    return Rpc.unavailable(String.valueOf(e.getMessage()));
                }
            }
            case LocalNode.Standing.Leaderless _ -> {
                return leaderless();
            }
            case LocalNode.Standing.Starting _ ->
                    throw ApiError.unavailable(
                            NOT_MANAGER
                                    + "Manager is being prepared or has trouble connecting to"
                                    + " the cluster.");
            case LocalNode.Standing.Worker _ ->
                    throw ApiError.unavailable(
                            NOT_MANAGER
                                    + "Worker nodes can't be used to view or modify cluster"
                                    + " state. Please run this command on a manager node or"
                                    + " promote the current node to a manager.");
            case LocalNode.Standing.NotMember _ ->
                    throw ApiError.unavailable(
                            NOT_MANAGER
                                    + "Use \"docker swarm init\" or \"docker swarm join\" to"
                                    + " connect this node to swarm and try again.");
        }
        return null;
    }

    static ApiError leaderless() {
        return Rpc.unknown(
                "The swarm does not have a leader. It's possible that too few managers are online."
                        + " Make sure more than half of the managers are online.");
    }
}
