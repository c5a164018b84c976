package belt.cli.power;

import belt.cli.command.Globals;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.NodeWork;
import belt.cli.operate.OperateProblem;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.client.NodeSummary;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Outcome;
import belt.provider.Machine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Waits until machines that stood still are what they were before.
///
/// @param estate the cluster
/// @param progress shows how far each machine is
record ComeBack(Estate estate, Progress progress) {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Makes nodes of machines again: what the provider gave them anew (addresses) reaches their daemons.
    ///
    /// @return machine → why it did not become a node
    Map<String, BeltException> asNodes(List<Machine> machines) throws InterruptedException {
        var failed = new LinkedHashMap<String, BeltException>();
        if (machines.isEmpty()) {
            return failed;
        }
        new ClusterSsh(estate.call(), estate.cluster()).pin(machines);
        for (var outcome : new NodeWork(estate, progress).provision(machines)) {
            if (outcome instanceof Outcome.Failed<?>(var name, var problem)) {
                failed.put(name, problem);
            }
        }
        return failed;
    }

    /// As {@link #asNodes}, and waits until the cluster calls them ready, as managers those that are some.
    ///
    /// @param machines members of the cluster
    Map<String, BeltException> asMembers(List<Machine> machines) throws InterruptedException {
        Map<String, BeltException> failed = asNodes(machines);
        var waiting = new HashSet<String>();
        machines.stream()
                .map(Machine::name)
                .filter(name -> !failed.containsKey(name))
                .forEach(waiting::add);
        Deadline deadline = Deadline.in(estate.call().get(Globals.TIMEOUT));
        while (!waiting.isEmpty() && !deadline.passed()) {
            estate.call().interrupts().check();
            waiting.removeAll(ready());
            if (!waiting.isEmpty()) {
                waiting.forEach(name -> progress.state(name, "waiting for its node to be ready"));
                Deadline.in(LOOK).await(LOOK, estate.call().interrupts()::requested);
            }
        }
        waiting.forEach(name ->
                failed.put(
                        name,
                        new BeltException.StillRunning(
                                OperateProblem.NOT_READY,
                                name + " runs again, and its node is not ready yet")));
        return failed;
    }

    /// Names of machines that are nodes of the cluster; none if it does not answer.
    Set<String> members() throws InterruptedException {
        var names = new HashSet<String>();
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            apis.manager().client().nodes().forEach(node -> names.add(node.hostname()));
        } catch (BeltException e) {
            estate.call().out().detail("the cluster does not answer: " + e.getMessage());
        }
        return names;
    }

    private Collection<String> ready() throws InterruptedException {
        var ready = new HashSet<String>();
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            for (NodeSummary node : apis.manager().client().nodes()) {
                NodeSummary.Standing standing = node.standing();
                boolean back = standing == null || standing.reachability().equals("reachable");
                if (node.ready() && back) {
                    ready.add(node.hostname());
                }
            }
        } catch (BeltException.Unreachable e) {
            estate.call().out().detail("the cluster does not answer: " + e.getMessage());
        }
        return ready;
    }
}
