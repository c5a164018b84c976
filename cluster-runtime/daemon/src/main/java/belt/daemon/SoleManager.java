package belt.daemon;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Role;
import belt.store.Action;
import belt.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way back when half of the managers or more are lost for good: one of those that are left goes on alone with what its
/// log holds (swarm-semantics §6.8). The others count as workers from then on. If one of them comes back all the same, it is
/// not heard in the group, learns that it is a worker, and forgets its log; it can be promoted like any other.
final class SoleManager {
    private static final Logger LOG = LoggerFactory.getLogger(SoleManager.class);

    /// Longer than a leader that has just gone is taken for one.
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /// Longer than an election.
    private static final Duration ELECTION = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(20);

    private SoleManager() {}

    /// @throws BeltException.Refused if the managers have a leader, so that nothing is lost
    static void requireLost(ManagerSide side) throws InterruptedException {
        if (side.raft().status().peers().isEmpty()) {
            return;
        }
        Deadline.in(SILENCE).await(LOOK, () -> side.raft().leader().isEmpty());
        Optional<NodeId> leader = side.raft().awaitLeader(ELECTION);
        if (leader.isPresent()) {
            throw new BeltException.Refused(
                    DaemonProblem.LEADER_THERE,
                    "The managers of this swarm have a leader, node "
                            + leader.get()
                            + ". --force-new-cluster is for a manager whose others are lost; demote or remove those"
                            + " that you do not want any more.");
        }
    }

    /// Stops the manager half and starts it again as the only one. If the log cannot be rewritten, it starts as it was.
    static void goOn(Halves halves) {
        halves.stopManager();
        try {
            halves.makeSole();
        } finally {
            halves.resumeManager();
        }
        LOG.warn("This manager goes on alone: the others are managers no longer");
    }

    /// What makes workers of all other managers.
    static List<Action> demotions(Store store, NodeId self) {
        return store.read(view -> {
            var actions = new ArrayList<Action>();
            for (Node node : view.nodes()) {
                boolean manager = node.role() == Role.MANAGER || node.manager() != null;
                if (manager && !node.id().equals(self)) {
                    Node demoted =
                            node.withSpec(node.spec().withRole(Role.WORKER))
                                    .withRole(Role.WORKER, null);
                    actions.add(new Action.PutNode(demoted, Action.ANY_VERSION));
                }
            }
            return List.copyOf(actions);
        });
    }
}
