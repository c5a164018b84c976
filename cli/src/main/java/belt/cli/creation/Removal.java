package belt.cli.creation;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Removes machines that a creation made, written down before and after.
final class Removal {
    private Removal() {}

    /// @return what could not be removed, by name
    static Map<String, BeltException> remove(
            Workbench bench, Creation creation, Collection<Machine> machines)
            throws InterruptedException {
        if (machines.isEmpty()) {
            return Map.of();
        }
        creation.write(CreationLine.REMOVING, machines);
        List<Outcome<Machine>> outcomes = bench.provider().delete(machines);
        var gone = new ArrayList<Machine>();
        var problems = new LinkedHashMap<String, BeltException>();
        for (Outcome<Machine> outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done<Machine>(_, var machine) -> gone.add(machine);
                case Outcome.Failed<Machine>(var name, var problem) -> problems.put(name, problem);
            }
        }
        bench.ledger().remove(gone);
        creation.write(CreationLine.REMOVED, gone);
        return problems;
    }
}
