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
import java.util.Set;

/// Removes everything that a creation made, and closes it. Its names are free again.
public final class Rollback {
    private static final int ROUNDS = 8;

    private final Workbench bench;
    private final Creation creation;
    private final Set<String> spared;

    public Rollback(Workbench bench, Creation creation) {
        this(bench, creation, Set.of());
    }

    /// @param spared names of machines that stay; with some, the creation stays open for them alone
    public Rollback(Workbench bench, Creation creation, Set<String> spared) {
        this.bench = bench;
        this.creation = creation;
        this.spared = Set.copyOf(spared);
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
                close();
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

    private void close() {
        if (spared.isEmpty()) {
            creation.end("rolled-back");
        } else {
            creation.giveUp(
                    creation.items().stream()
                            .map(Item::name)
                            .filter(name -> !spared.contains(name))
                            .toList());
        }
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
        found.values().removeIf(this::isSpared);
        return new ArrayList<>(found.values());
    }

    private boolean isSpared(Machine machine) {
        return spared.contains(machine.name())
                && creation.find(machine.name())
                        .filter(item -> item.id().equals(machine.id()))
                        .isPresent();
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
