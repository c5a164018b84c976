package belt.cli.creation;

import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Carries out a creation, from wherever its journal says it stands, until every machine that was asked for is there once.
/// See docs/design/providers.md.
public final class CreationRun {
    private static final int ROUNDS = 6;

    private final Workbench bench;
    private final Creation creation;
    private final Troubles troubles = new Troubles();
    private final CreateCalls calls;
    private final Watch watch;

    public CreationRun(Workbench bench, Creation creation) {
        this(bench, creation, FirstBoot.asWritten());
    }

    /// @param firstBoot completes the user data of each call
    public CreationRun(Workbench bench, Creation creation, FirstBoot firstBoot) {
        this.bench = bench;
        this.creation = creation;
        this.calls = new CreateCalls(bench, creation, firstBoot, troubles);
        this.watch = new Watch(bench, creation, calls, troubles);
    }

    /// Has the provider plan what the creation wants, make what machines need beside themselves, and writes that down:
    /// from here on every call can be repeated word by word. Does nothing where that was done.
    ///
    /// @return the names that the cluster has already; they are no part of the creation
    public Set<String> plan() throws InterruptedException {
        if (creation.planned()) {
            return Set.of();
        }
        FreeNames.await(bench, creation.request().names());
        CreatePlan plan = bench.provider().plan(creation.request());
        plan(plan);
        return plan.existing();
    }

    /// Takes a plan that the operator has seen instead.
    public void plan(CreatePlan plan) throws InterruptedException {
        creation.plan(bench.provider().prepare(plan));
    }

    /// Makes what is missing and waits until all of it is active.
    ///
    /// @return one outcome per machine that is wanted, in the plan's order
    /// @throws belt.core.BeltException.StillRunning if some are not active when the patience is over; nothing is lost
    /// @throws InterruptedException if the operator wants an end; the calls in hand were finished
    public List<Outcome<Machine>> run() throws InterruptedException {
        try {
            plan();
            rounds();
            return outcomes();
        } finally {
            bench.ledger().flush();
        }
    }

    private void rounds() throws InterruptedException {
        creation.items().stream()
                .filter(Item::unmade)
                .forEach(item ->
                        creation.write(
                                CreationLine.VANISHED, item.name(), Map.of("id", item.id())));
        watch.catchUp();
        for (int round = 0; round < ROUNDS; round++) {
            watch.clearUp();
            List<Batch> missing = calls.missing();
            if (!missing.isEmpty()) {
                calls.send(missing);
                if (troubles.isHopeless()) {
                    return;
                }
                if (!creation.unanswered().isEmpty()) {
                    continue;
                }
            }
            if (watch.awaitActive()) {
                return;
            }
        }
    }

    private List<Outcome<Machine>> outcomes() {
        Map<String, Machine> recorded =
                bench.ledger().machines().stream()
                        .collect(Collectors.toMap(Machine::name, machine -> machine));
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Item item : creation.items()) {
            Machine machine = recorded.get(item.name());
            outcomes.add(
                    item.isThere() && machine != null
                            ? new Outcome.Done<>(item.name(), machine)
                            : new Outcome.Failed<>(item.name(), troubles.of(item)));
        }
        if (creation.items().stream().allMatch(item -> item.stage().isAtLeast(Stage.ADDRESSED))) {
            creation.write(CreationLine.MADE, "", Map.of());
        }
        return outcomes;
    }
}
