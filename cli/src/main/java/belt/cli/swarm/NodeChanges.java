package belt.cli.swarm;

import belt.cli.operate.Estate;
import belt.cli.operate.ManagerRules;
import belt.cli.operate.OperateProblem;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.client.TaskSummary;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Changes of a cluster's nodes. Each may be repeated, asks whichever manager answers at that moment, and waits until it is
/// so.
///
/// @param estate the cluster
/// @param apis its machines' APIs
public record NodeChanges(Estate estate, Apis apis) {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofMinutes(2);

    private ClusterClient manager() throws InterruptedException {
        return apis.manager().client();
    }

    /// Makes a node a manager or a worker, and waits until it is; the firewall follows.
    public void setRole(String nodeId, boolean asManager) throws InterruptedException {
        String role = asManager ? "manager" : "worker";
        ClusterClient client = manager();
        NodeSummary node = client.requireNode(nodeId);
        var rules = new ManagerRules(estate);
        if (asManager) {
            rules.add(node.hostname());
        }
        client.updateNode(node, node.spec().put(role, "Role"));
        settle(
                node.hostname() + " is a " + role,
                () -> manager().requireNode(nodeId).manager() == asManager);
        if (!asManager) {
            rules.remove(node.hostname(), () -> true);
        }
    }

    /// Sets all labels of a node, which may have joined just now.
    public void setLabels(String hostname, Map<String, String> labels) throws InterruptedException {
        settle(
                "node " + hostname + " is there",
                () ->
                        manager().nodes().stream()
                                .anyMatch(node -> node.hostname().equals(hostname)));
        ClusterClient client = manager();
        NodeSummary node = client.requireNode(hostname);
        client.updateNode(node, node.spec().put(new LinkedHashMap<>(labels), "Labels"));
    }

    /// Demotes a node if need be, moves its tasks away, and takes it out of the cluster.
    public void removeNode(String nodeId, boolean isManager) throws InterruptedException {
        if (isManager) {
            setRole(nodeId, false);
        }
        ClusterClient client = manager();
        NodeSummary node = client.requireNode(nodeId);
        client.updateNode(node, node.spec().put("drain", "Availability"));
        settle(
                "no task runs on " + node.hostname(),
                () -> !node.ready() || tasksOn(nodeId).stream().noneMatch(TaskSummary::running));
        manager().removeNode(nodeId, true);
    }

    private List<TaskSummary> tasksOn(String nodeId) throws InterruptedException {
        return manager().tasks(Map.of("node", List.of(nodeId)));
    }

    /// Waits through the moments in which no manager answers: a change of the managers may bring a new leader.
    private void settle(String what, Deadline.Condition condition) throws InterruptedException {
        StopRequest stop = estate.call().interrupts();
        Deadline deadline = Deadline.in(SETTLE);
        String trouble = "";
        boolean settled = false;
        while (!settled) {
            stop.check();
            try {
                settled = condition.holds();
                trouble = "";
            } catch (BeltException.Unreachable e) {
                trouble = String.valueOf(e.getMessage());
            }
            if (!settled && !deadline.pause(EVERY)) {
                var late =
                        new BeltException.StillRunning(
                                OperateProblem.NOT_READY,
                                "waited " + SETTLE.toMinutes() + " minutes until " + what);
                throw trouble.isEmpty() ? late : late.withDetail(trouble);
            }
        }
    }
}
