package belt.cli.creation;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.provider.Batch;
import belt.provider.Machine;
import belt.provider.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Removes everything that a creation made, and closes it. Its names are free again.
public final class Rollback {
    private static final int ROUNDS = 8;

    private final Workbench bench;
    private final Creation creation;

    public Rollback(Workbench bench, Creation creation) {
        this.bench = bench;
        this.creation = creation;
    }

    /// @return what was removed
    /// @throws BeltException.PartlyFailed if something is left; the creation stays open then
    public Collection<Machine> run() throws InterruptedException {
        var removed = new LinkedHashMap<String, Machine>();
        Map<String, BeltException> problems = Map.of();
        // A machine that was just made may not be found under its id yet, and would count as gone.
        while (!bench.settledSince(creation.asked())) {
            bench.stop().check();
            bench.pause("the provider to know all that was asked for");
        }
        for (int round = 0; round < ROUNDS; round++) {
            bench.stop().check();
            List<Machine> there = there();
            if (there.isEmpty()) {
                creation.end("rolled-back");
                return removed.values();
            }
            there.forEach(machine -> bench.progress().state(machine.name(), "removing"));
            problems = Removal.remove(bench, creation, there);
            for (Machine machine : there) {
                if (!problems.containsKey(machine.name())) {
                    removed.put(machine.id(), machine);
                    bench.progress().done(machine.name(), "removed");
                }
            }
            bench.pause("the provider to remove machines");
        }
        throw left(problems);
    }

    /// What listings show of our batches, and what is on record and not seen: both are tried.
    private List<Machine> there() throws InterruptedException {
        var found = new LinkedHashMap<String, Machine>();
        List<Batch> batches = creation.batches();
        Selection selection =
                batches.size() == 1
                        ? Selection.batch(batches.getFirst().id())
                        : Selection.cluster();
        if (!batches.isEmpty()) {
            for (Machine machine : bench.provider().list(selection)) {
                if (creation.batch(machine.batch()) != null) {
                    found.put(machine.id(), machine);
                }
            }
        }
        for (Machine machine : bench.ledger().machines()) {
            if (creation.batch(machine.batch()) != null) {
                found.putIfAbsent(machine.id(), machine);
            }
        }
        found.keySet().removeAll(creation.removed());
        return new ArrayList<>(found.values());
    }

    private static BeltException left(Map<String, BeltException> problems) {
        var byReason = new LinkedHashMap<String, List<String>>();
        problems.forEach((name, problem) ->
                byReason.computeIfAbsent(
                                String.valueOf(problem.getMessage()), _ -> new ArrayList<>())
                        .add(name));
        return new BeltException.PartlyFailed(
                        CoreProblem.NODES_FAILED,
                        problems.size() + " machines could not be removed",
                        byReason)
                .withRemedy("belt rollback");
    }
}
