package belt.cli.machine;

import belt.cli.command.Globals;
import belt.cli.machine.ResizePlan.Change;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.OperateProblem;
import belt.cli.operate.Outcomes;
import belt.cli.swarm.Apis;
import belt.cli.term.Progress;
import belt.client.NodeSummary;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Carries a resize out, group by group.
///
/// @param estate the cluster
/// @param progress shows how far each machine is
record ResizeRun(Estate estate, Progress progress) {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /// Stops at the first group in which something fails: the next one might be one manager too many.
    void run(ResizeOrder order) throws InterruptedException {
        int all = order.groups().stream().mapToInt(List::size).sum();
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (List<Change> group : order.groups()) {
            estate.call().interrupts().check();
            List<Outcome<Machine>> ends = group(group);
            outcomes.addAll(ends);
            if (Outcomes.values(ends).size() < group.size()) {
                break;
            }
        }
        if (outcomes.size() < all) {
            progress.note((all - outcomes.size()) + " machines were not tried any more");
        }
        Outcomes.require(outcomes, "were not resized");
    }

    private List<Outcome<Machine>> group(List<Change> group) throws InterruptedException {
        var work = new MachineWork(estate, progress);
        var failed = new LinkedHashMap<String, BeltException>();
        List<Machine> down = group.stream().filter(Change::down).map(Change::machine).toList();
        Set<String> members = down.isEmpty() ? Set.of() : members();
        var done = new LinkedHashMap<String, Machine>();
        String size = group.getFirst().size().text();
        for (MachineState state : List.of(MachineState.ACTIVE, MachineState.STOPPED)) {
            List<Machine> ready =
                    group.stream()
                            .filter(change -> !change.down() && change.machine().state() == state)
                            .map(Change::machine)
                            .toList();
            change(work, ready, size, state, failed)
                    .forEach(machine -> done.put(machine.name(), machine));
        }
        if (!down.isEmpty()) {
            down.forEach(machine -> progress.state(machine.name(), "stopping"));
            List<Machine> stopped = keep(work.stop(down), failed);
            change(work, stopped, size, MachineState.STOPPED, failed)
                    .forEach(machine -> done.put(machine.name(), machine));
        }
        if (!down.isEmpty()) { // also those that did not get it: nothing stays down
            down.forEach(machine -> progress.state(machine.name(), "starting"));
            List<Machine> started = keep(work.start(down), failed);
            started.forEach(machine -> done.computeIfPresent(machine.name(), (_, _) -> machine));
            comeBack(started, members, failed);
        }
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Change change : group) {
            String name = change.machine().name();
            BeltException problem = failed.get(name);
            Machine machine = done.get(name);
            if (problem != null || machine == null) {
                outcomes.add(new Outcome.Failed<>(name, problem == null ? lost(name) : problem));
            } else {
                progress.done(name, "is " + change.size().text());
                outcomes.add(new Outcome.Done<>(name, machine));
            }
        }
        return outcomes;
    }

    private List<Machine> change(
            MachineWork work,
            List<Machine> machines,
            String size,
            MachineState state,
            Map<String, BeltException> failed)
            throws InterruptedException {
        if (machines.isEmpty()) {
            return List.of();
        }
        machines.forEach(machine -> progress.state(machine.name(), "changing its size"));
        return keep(work.resize(machines, size, state), failed);
    }

    private static BeltException lost(String name) {
        return new BeltException.OperationFailed(
                OperateProblem.NOT_READY, name + " was not resized, and nobody said why");
    }

    /// The values of those that went well; the first problem of each other one.
    private static List<Machine> keep(
            List<Outcome<Machine>> outcomes, Map<String, BeltException> failed) {
        for (Outcome<Machine> outcome : outcomes) {
            if (outcome instanceof Outcome.Failed<Machine>(var name, var problem)) {
                failed.putIfAbsent(name, problem);
            }
        }
        return Outcomes.values(outcomes);
    }

    /// Names of machines that are nodes of the cluster.
    private Set<String> members() throws InterruptedException {
        var names = new HashSet<String>();
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            apis.manager().client().nodes().forEach(node -> names.add(node.hostname()));
        } catch (BeltException e) {
            estate.call().out().detail("the cluster does not answer: " + e.getMessage());
        }
        return names;
    }

    /// Waits until nodes that were stopped are nodes again.
    private void comeBack(
            List<Machine> started, Set<String> members, Map<String, BeltException> failed)
            throws InterruptedException {
        List<Machine> nodes =
                started.stream().filter(machine -> members.contains(machine.name())).toList();
        if (nodes.isEmpty()) {
            return;
        }
        new ClusterSsh(estate.call(), estate.cluster()).pin(nodes);
        for (var outcome : new NodeWork(estate, progress).provision(nodes)) {
            if (outcome instanceof Outcome.Failed<?>(var name, var problem)) {
                failed.putIfAbsent(name, problem);
            }
        }
        var waiting = new HashSet<String>();
        nodes.stream()
                .map(Machine::name)
                .filter(name -> !failed.containsKey(name))
                .forEach(waiting::add);
        Deadline deadline = Deadline.in(estate.call().get(Globals.TIMEOUT));
        while (!waiting.isEmpty() && !deadline.passed()) {
            estate.call().interrupts().check();
            waiting.removeAll(readyNodes());
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
                                name + " was resized, and its node is not ready yet")));
    }

    private Set<String> readyNodes() throws InterruptedException {
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
