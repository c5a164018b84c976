package belt.control.dispatcher;

import belt.api.Message;
import belt.model.Membership;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Task;
import belt.model.TaskState;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.SoftChange;
import belt.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which nodes are READY and which are DOWN (swarm-semantics §4.3). READY is soft state, DOWN is replicated. A
/// closed stream alone is not DOWN: a node that only restarts its beltd keeps its tasks.
final class NodeLife {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLife.class);
    private static final long CHECK_EVERY_NANOS = Duration.ofMillis(500).toNanos();

    private final Store store;
    private final Proposer proposer;
    private final DispatcherSettings settings;
    private final Map<NodeId, Long> lastSeen = new HashMap<>();
    private final Map<NodeId, Long> downSince = new HashMap<>();

    /// Those whose DOWN is on its way into the log, or in it. Proposals that fail take theirs back from another thread.
    private final Set<NodeId> proposedDown = ConcurrentHashMap.newKeySet();

    private long lastCheck;

    NodeLife(Store store, Proposer proposer, DispatcherSettings settings) {
        this.store = store;
        this.proposer = proposer;
        this.settings = settings;
    }

    static String removedText(NodeId id) {
        return "Permission denied: node " + id + " was removed from swarm";
    }

    void begin(long nowNanos, Duration period) {
        lastCheck = nowNanos;
        store.read(view -> {
            for (Node node : view.nodes()) {
                if (node.status().state() == NodeState.DOWN) {
                    downSince.put(node.id(), nowNanos);
                } else {
                    // twice the time: the node must first notice that the leader has changed
                    lastSeen.put(
                            node.id(),
                            nowNanos + period.multipliedBy(settings.graceBeats()).toNanos());
                }
            }
            return true;
        });
    }

    /// A node has greeted us. It is READY once the log knows what is new about it; if that cannot be written the stream is
    /// closed, and the node greets again.
    void connected(Node node, Message.Hello hello, NodeLink link, long nowNanos) {
        seen(node.id(), nowNanos);
        var actions = new ArrayList<Action>();
        boolean proposed = proposedDown.remove(node.id());
        if (proposed || node.status().state() == NodeState.DOWN) {
            actions.add(new Action.SetNodeDown(node.id(), false, ""));
            downSince.remove(node.id());
        }
        if (!hello.description().equals(node.description())
                || !hello.address().equals(node.status().address())) {
            actions.add(new Action.DescribeNode(node.id(), hello.description(), hello.address()));
        }
        Runnable ready =
                () ->
                        store.soft(
                                List.of(
                                        new SoftChange.NodeSeen(
                                                node.id(),
                                                new NodeStatus(
                                                        NodeState.READY, "", hello.address()))));
        if (actions.isEmpty()) {
            ready.run();
        } else {
            proposer.propose(actions)
                    .whenComplete((_, failure) -> {
                        if (failure == null) {
                            ready.run();
                        } else {
                            LOG.info(
                                    "Node {} shall greet again: {}", node.id(), failure.toString());
                            link.close();
                        }
                    });
        }
    }

    void seen(NodeId id, long nowNanos) {
        lastSeen.put(id, nowNanos);
    }

    void forget(NodeId id) {
        lastSeen.remove(id);
        downSince.remove(id);
        proposedDown.remove(id);
    }

    void leave(NodeId id) {
        down(id, "node left the swarm", System.nanoTime());
    }

    /// Nodes that are new to the store are watched from the first check on.
    void check(long nowNanos, Duration period) {
        if (nowNanos - lastCheck < CHECK_EVERY_NANOS) {
            return;
        }
        lastCheck = nowNanos;
        long grace = period.multipliedBy(settings.graceBeats()).toNanos();
        List<Node> silent =
                store.read(view ->
                        view.nodes().stream()
                                .filter(node -> node.status().state() != NodeState.DOWN)
                                .filter(node -> node.membership() == Membership.ACCEPTED)
                                .filter(node ->
                                        nowNanos
                                                        - lastSeen.computeIfAbsent(
                                                                node.id(), _ -> nowNanos)
                                                > grace)
                                .filter(node -> !proposedDown.contains(node.id()))
                                .toList());
        for (Node node : silent) {
            String why =
                    node.status().state() == NodeState.UNKNOWN
                            ? "heartbeat failure for node in \"unknown\" state"
                            : "heartbeat failure";
            LOG.info(
                    "Node {} ({}) is down: silent for {}",
                    node.id(),
                    node.description().hostname(),
                    period.multipliedBy(settings.graceBeats()));
            down(node.id(), why, nowNanos);
        }
        orphan(nowNanos);
    }

    private void down(NodeId id, String why, long nowNanos) {
        proposedDown.add(id);
        downSince.put(id, nowNanos);
        proposer.propose(List.of(new Action.SetNodeDown(id, true, why)))
                .exceptionally(failure -> {
                    LOG.info("Node {} is not marked down yet: {}", id, failure.toString());
                    proposedDown.remove(id);
                    return null;
                });
    }

    private void orphan(long nowNanos) {
        for (var each : Map.copyOf(downSince).entrySet()) {
            if (nowNanos - each.getValue() > settings.orphanAfter().toNanos()) {
                downSince.put(each.getKey(), nowNanos);
                List<Action.TaskReport> reports =
                        store.read(view ->
                                view.tasksOn(each.getKey()).stream()
                                        .filter(task ->
                                                !task.state().terminal() && task.number() != 0)
                                        .map(NodeLife::orphaned)
                                        .toList());
                if (!reports.isEmpty()) {
                    proposer.propose(List.of(new Action.ReportTasks(reports)));
                }
            }
        }
    }

    private static Action.TaskReport orphaned(Task task) {
        return new Action.TaskReport(
                task.number(),
                TaskState.ORPHANED,
                Instant.now(),
                "",
                "",
                task.status().container(),
                List.of());
    }
}
