package belt.cli.machine;

import belt.cli.operate.Estate;
import belt.cli.swarm.Apis;
import belt.cli.swarm.NodeChanges;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeSummary;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What removing machines means for a cluster that goes on without them: managers are demoted before their machines go, and
/// the nodes leave the cluster's records after.
///
/// @param estate the cluster
/// @param progress shows how far each machine is
/// @param nodes those of the machines that go
record Leaving(Estate estate, Progress progress, List<NodeSummary> nodes) {
    private static final int AT_ONCE = 16;

    /// Before anything is removed.
    void demote() throws InterruptedException {
        if (nodes.stream().noneMatch(NodeSummary::manager)) {
            return;
        }
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            var changes = new NodeChanges(estate, apis);
            for (NodeSummary node : nodes) {
                if (node.manager()) {
                    estate.call().interrupts().check();
                    progress.state(node.hostname(), "demoting");
                    changes.setRole(node.id(), false);
                }
            }
        }
    }

    /// Once machines are gone. Their tasks are placed anew at once, and not when the nodes have been silent for a while.
    void forget(Collection<Machine> removed) throws InterruptedException {
        Set<String> gone = removed.stream().map(Machine::name).collect(Collectors.toSet());
        List<NodeSummary> left =
                nodes.stream().filter(node -> gone.contains(node.hostname())).toList();
        if (left.isEmpty()) {
            return;
        }
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            ClusterClient manager = apis.manager().client();
            var jobs = new ArrayList<Fanout.Job<String>>();
            for (NodeSummary node : left) {
                jobs.add(
                        new Fanout.Job<>(
                                node.hostname(),
                                () -> {
                                    manager.removeNode(node.id(), true);
                                    return node.id();
                                }));
            }
            for (Outcome<String> outcome : new Fanout(AT_ONCE).run(jobs)) {
                if (outcome instanceof Outcome.Failed<String>(var name, var problem)) {
                    warn(name, problem);
                }
            }
        } catch (BeltException e) { // the machines are gone all the same
            left.forEach(node -> warn(node.hostname(), e));
        }
    }

    private void warn(String name, BeltException problem) {
        estate.call()
                .out()
                .warn(
                        name
                                + " is still in the cluster's records ("
                                + problem.getMessage()
                                + "): belt node rm --force "
                                + name);
    }
}
