package belt.cli.power;

import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Nodes;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Changes the power of machines. What runs afterwards is waited for: a node until its daemon is there again, one that
/// restarts until the cluster calls it ready. The caller holds the cluster's lock.
///
/// @param estate the cluster
/// @param progress shows how far each machine is
public record PowerRun(Estate estate, Progress progress) {
    /// @param managers who is one: those restart one after the other, each when the one before is back
    /// @return one outcome a machine, but for those that were not tried because the one before did not come back
    public List<Outcome<Machine>> run(PowerChange change, List<Machine> machines, Managers managers)
            throws InterruptedException {
        if (change != PowerChange.RESTART) {
            return together(change, machines, Set.of());
        }
        Set<String> members = new ComeBack(estate, progress).members();
        return new InTurn(estate, progress)
                .run(
                        managers.inTurn(machines, Machine::name),
                        group -> together(change, group, members));
    }

    private List<Outcome<Machine>> together(
            PowerChange change, List<Machine> machines, Set<String> members)
            throws InterruptedException {
        var work = new MachineWork(estate, progress);
        List<Outcome<Machine>> changed =
                switch (change) {
                    case START -> work.start(machines);
                    case STOP -> work.stop(machines);
                    case RESTART -> work.restart(machines);
                    case KILL -> work.kill(machines);
                };
        Map<String, BeltException> failed = new LinkedHashMap<>();
        if (change.up()) {
            failed.putAll(comeBack(Outcomes.values(changed), members));
        }
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Outcome<Machine> outcome : changed) {
            BeltException problem = failed.get(outcome.node());
            outcomes.add(problem == null ? outcome : new Outcome.Failed<>(outcome.node(), problem));
            if (!change.up() && outcome instanceof Outcome.Done<Machine>(var name, _)) {
                progress.done(name, change.done());
            }
        }
        return outcomes;
    }

    private Map<String, BeltException> comeBack(List<Machine> running, Set<String> members)
            throws InterruptedException {
        var back = new ComeBack(estate, progress);
        var asMembers = new ArrayList<Machine>();
        var asNodes = new ArrayList<Machine>();
        for (Machine machine : running) {
            if (members.contains(machine.name())) {
                asMembers.add(machine);
            } else if (Nodes.isNode(estate.cluster(), machine)) {
                asNodes.add(machine);
            } else {
                progress.done(machine.name(), "runs");
            }
        }
        Map<String, BeltException> failed = new LinkedHashMap<>(back.asNodes(asNodes));
        failed.putAll(back.asMembers(asMembers));
        return failed;
    }
}
