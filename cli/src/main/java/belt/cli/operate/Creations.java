package belt.cli.operate;

import belt.cli.command.Globals;
import belt.cli.creation.ClusterLedger;
import belt.cli.creation.Creation;
import belt.cli.creation.CreationRun;
import belt.cli.creation.Finish;
import belt.cli.creation.FirstBoot;
import belt.cli.creation.FreeNames;
import belt.cli.creation.Rollback;
import belt.cli.creation.Stage;
import belt.cli.creation.Workbench;
import belt.cli.state.Journal;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.Selection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes machines through the journal, for every command that makes some, and goes on with or undoes what was left. The
/// caller holds the cluster's lock.
public final class Creations {
    private static final String OPTION = "option.";

    /// The label of machines that are kept for a while only: an RFC 3339 time, after which `belt gc` offers them.
    public static final String EXPIRES_LABEL = "belt.expires-at";

    /// The finish of machines that join by themselves; `belt.cli.join` knows it.
    private static final String JOIN = "join";

    /// What came of an order.
    ///
    /// @param creation stays open in the journal until the caller ends it; empty if all machines were there already
    /// @param outcomes one per name, in the order's order
    public record Made(Optional<Creation> creation, List<Outcome<Machine>> outcomes) {
        /// Whether every machine is there.
        public boolean complete() {
            return outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Done<Machine>);
        }

        /// Closes it if every machine is at the goal; otherwise it stays for `belt resume` and `belt rollback`.
        public void endIfAllAre(Stage goal) {
            creation.filter(each ->
                            complete()
                                    && each.items().stream()
                                            .allMatch(item -> item.stage().isAtLeast(goal)))
                    .ifPresent(each -> each.end("done"));
        }
    }

    private final Estate estate;
    private final Progress progress;
    private final Function<Creation, FirstBoot> boots;
    private final ClusterLedger ledger;
    private final InstantSource clock;

    /// For commands that are not about machines that join by themselves.
    public Creations(Estate estate, Progress progress) {
        this(estate, progress, Creations::asWritten);
    }

    /// @param boots what the machines of a creation are told for their first boot
    public Creations(Estate estate, Progress progress, Function<Creation, FirstBoot> boots) {
        this.estate = estate;
        this.progress = progress;
        this.boots = boots;
        this.clock = estate.call().io().clock();
        this.ledger = ClusterLedger.of(estate.cluster(), clock);
    }

    /// Creations that were begun and neither ended nor undone, the oldest first.
    public List<Creation> open() {
        var open = new ArrayList<Creation>();
        ledger.journal()
                .unfinished()
                .forEach((operation, lines) -> {
                    Map<String, String> first = lines.getFirst().details();
                    boolean ours =
                            lines.getFirst().event().equals(Journal.BEGIN)
                                    && first.containsKey("provider")
                                    && first.containsKey("size");
                    if (ours) {
                        open.add(Creation.of(operation, lines, ledger, clock));
                    }
                });
        return open;
    }

    /// What carrying out an order would come to, once names of machines that were just removed are free again.
    public CreatePlan plan(Order order, MachineProvider provider) throws InterruptedException {
        FreeNames.await(bench(provider), order.request().names());
        return provider.plan(order.request());
    }

    /// Carries out an order. Creations that an earlier run left open are finished first if they are of the same names.
    ///
    /// @param plan the order's plan, not older than the lock
    public Made make(Order order, MachineProvider provider, CreatePlan plan)
            throws InterruptedException {
        var known = new LinkedHashMap<String, Outcome<Machine>>();
        if (!plan.existing().isEmpty()) {
            takeUp(provider, plan.existing())
                    .forEach(machine ->
                            known.put(machine.name(), new Outcome.Done<>(machine.name(), machine)));
        }
        Optional<Creation> creation = Optional.empty();
        if (plan.count() > 0) {
            Creation begun =
                    Creation.begin(
                            RandomId.next().substring(0, 8),
                            ledger,
                            clock,
                            order.request(),
                            beginning(order));
            var run = new CreationRun(bench(provider), begun, boots.apply(begun));
            run.plan(plan);
            run.run().forEach(outcome -> known.put(outcome.node(), outcome));
            creation = Optional.of(begun);
        }
        return new Made(
                creation,
                order.request().names().stream()
                        .flatMap(name -> Optional.ofNullable(known.get(name)).stream())
                        .toList());
    }

    /// Goes on with open creations that have some of these names, until all of their machines are there.
    public void finishFor(CreateRequest request) throws InterruptedException {
        Set<String> names = Set.copyOf(request.names());
        for (Creation creation : open()) {
            boolean same = creation.request().names().stream().anyMatch(names::contains);
            if (same && !creation.items().isEmpty() || same && !creation.planned()) {
                progress.note("going on with the create " + creation.operation() + " first");
                Made made = resume(creation);
                Outcomes.require(made.outcomes(), "were not made");
                made.endIfAllAre(Stage.ADDRESSED);
            }
        }
    }

    /// Goes on with one.
    public Made resume(Creation creation) throws InterruptedException {
        try (MachineProvider provider = open(creation)) {
            return new Made(
                    Optional.of(creation),
                    new CreationRun(bench(provider), creation, boots.apply(creation)).run());
        }
    }

    /// Removes all that one has made.
    public Collection<Machine> rollback(Creation creation) throws InterruptedException {
        return rollback(creation, Set.of());
    }

    /// Removes all that one has made but these.
    public Collection<Machine> rollback(Creation creation, Set<String> spared)
            throws InterruptedException {
        try (MachineProvider provider = open(creation)) {
            Collection<Machine> gone = new Rollback(bench(provider), creation, spared).run();
            new ClusterSsh(estate.call(), estate.cluster()).forget(gone);
            return gone;
        }
    }

    /// Keeps machines of a creation that got no further, and says so at the provider where that can be done.
    ///
    /// @param until after that `belt gc` offers them
    public void keep(Creation creation, List<Machine> machines, Instant until)
            throws InterruptedException {
        creation.keep(machines.stream().map(Machine::name).toList(), until);
        try (MachineProvider provider = open(creation)) {
            if (provider.type().can(Capability.RELABEL)) {
                Map<String, String> label = Map.of(EXPIRES_LABEL, until.toString());
                Outcomes.values(provider.label(machines, label));
            }
        }
    }

    private MachineProvider open(Creation creation) {
        var options = new LinkedHashMap<String, String>();
        creation.beginning()
                .forEach((key, value) -> {
                    if (key.startsWith(OPTION)) {
                        options.put(key.substring(OPTION.length()), value);
                    }
                });
        String name = creation.beginning().getOrDefault("provider", estate.config().driver());
        return estate.open(name, options, progress);
    }

    /// A gap in user data must never reach a provider.
    private static FirstBoot asWritten(Creation creation) {
        return JOIN.equals(creation.beginning().get(Finish.KEY))
                ? _ -> {
                    throw new BeltException.Conflict(
                                    OperateProblem.NOT_READY,
                                    "the machines of create "
                                            + creation.operation()
                                            + " join by themselves")
                            .withRemedy("belt resume " + creation.operation());
                }
                : FirstBoot.asWritten();
    }

    private static Map<String, String> beginning(Order order) {
        var details = new LinkedHashMap<String, String>();
        details.put("command", order.command());
        details.put("provider", order.provider());
        details.putAll(order.finish());
        order.options().forEach((key, value) -> details.put(OPTION + key, value));
        return details;
    }

    private List<Machine> takeUp(MachineProvider provider, Set<String> names)
            throws InterruptedException {
        List<Machine> machines =
                provider.list(Selection.cluster()).stream()
                        .filter(machine -> names.contains(machine.name()))
                        .toList();
        ledger.put(machines);
        ledger.flush();
        return machines;
    }

    private Workbench bench(MachineProvider provider) {
        return new Workbench(
                provider,
                ledger,
                estate.around(progress),
                progress,
                estate.call().interrupts(),
                estate.call().get(Globals.PARALLEL),
                estate.call().get(Globals.TIMEOUT));
    }
}
