package belt.cli.up;

import belt.cli.file.ServiceWish;
import belt.cli.operate.Estate;
import belt.cli.operate.ManagerRules;
import belt.cli.operate.OperateProblem;
import belt.cli.operate.Outcomes;
import belt.cli.swarm.Apis;
import belt.cli.swarm.Joiner;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.client.TaskSummary;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.StopRequest;
import belt.provider.Machine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a plan changes in the cluster itself: nodes and services. Each change may be repeated, and asks whichever manager
/// answers at that moment.
final class ClusterChanges {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofMinutes(2);

    private final Estate estate;
    private final Apis apis;
    private final Progress progress;

    ClusterChanges(Estate estate, Apis apis, Progress progress) {
        this.estate = estate;
        this.apis = apis;
        this.progress = progress;
    }

    private ClusterClient manager() throws InterruptedException {
        return apis.manager().client();
    }

    /// Begins a cluster on a machine; harmless if it leads one already.
    void init(Machine first) throws InterruptedException {
        Joiner.init(estate, first);
    }

    void join(List<Machine> machines, boolean asManagers) throws InterruptedException {
        machines.forEach(machine -> progress.state(machine.name(), "joining"));
        Machine manager = apis.manager().machine();
        Outcomes.require(
                Joiner.join(estate, manager, machines, asManagers, progress), "did not join");
    }

    void setRole(String nodeId, boolean asManager) throws InterruptedException {
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

    void setLabels(String hostname, Map<String, String> labels) throws InterruptedException {
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
    void removeNode(String nodeId, boolean isManager) throws InterruptedException {
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

    private void settle(String what, Deadline.Condition condition) throws InterruptedException {
        StopRequest stop = estate.call().interrupts();
        boolean settled =
                Deadline.in(SETTLE)
                        .await(
                                EVERY,
                                () -> {
                                    stop.check();
                                    return condition.holds();
                                });
        if (!settled) {
            throw new BeltException.StillRunning(
                    OperateProblem.NOT_READY,
                    "waited " + SETTLE.toMinutes() + " minutes until " + what);
        }
    }

    void createService(ServiceWish wish) throws InterruptedException {
        ClusterClient client = manager();
        if (client.findService(wish.name()).isEmpty()) {
            client.createService(WishDraft.of(wish));
        }
    }

    void updateService(String id, ServiceWish wish) throws InterruptedException {
        manager().updateService(id, WishDraft.of(wish));
    }

    void removeService(String id) throws InterruptedException {
        manager().removeService(id);
    }
}
