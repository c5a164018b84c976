package belt.cli.power;

import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.OperateProblem;
import belt.cli.operate.Outcomes;
import belt.cli.power.ResizePlan.Change;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Carries a resize out, group by group.
///
/// @param estate the cluster
/// @param progress shows how far each machine is
record ResizeRun(Estate estate, Progress progress) {
    void run(ResizeOrder order) throws InterruptedException {
        Outcomes.require(
                new InTurn(estate, progress).run(order.groups(), this::group), "were not resized");
    }

    private List<Outcome<Machine>> group(List<Change> group) throws InterruptedException {
        var work = new MachineWork(estate, progress);
        var back = new ComeBack(estate, progress);
        var failed = new LinkedHashMap<String, BeltException>();
        List<Machine> down = group.stream().filter(Change::down).map(Change::machine).toList();
        Set<String> members = down.isEmpty() ? Set.of() : back.members();
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
            back.asMembers(
                            started.stream()
                                    .filter(machine -> members.contains(machine.name()))
                                    .toList())
                    .forEach(failed::putIfAbsent);
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
}
