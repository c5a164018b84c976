package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.creation.Creation;
import belt.cli.creation.Item;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Outcomes;
import belt.cli.output.Words;
import belt.cli.state.ClusterState;
import belt.cli.state.Selector;
import belt.cli.state.Workspace;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.core.Outcome;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `belt gc`: machines that carry our tags and stand in no inventory.
final class Gc implements Command {
    private final Opt<String> driver =
            Opt.text("-d, --driver", "PROVIDER").help("where to look, instead of the cluster's");
    private final Opt<Boolean> strangers =
            Opt.flag("--strangers")
                    .help("also machines of clusters that this folder does not know");

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.MACHINES,
                        "gc",
                        "Find and remove machines that belt made and nobody knows any more")
                .arguments("[SELECTOR…]")
                .options(driver, strangers)
                .example("belt gc --plan", "what there is, how old, and what it costs")
                .example("belt gc", "removes them, after a question")
                .example("belt gc --strangers --plan", "also those of clusters that are not here")
                .note(
                        "Machines are found by their tag at the provider. Those of creates that were cut short are not among"
                                + " them: belt resume or belt rollback is for those. Somebody else may know what this folder does not;"
                                + " look at name, cluster and age before you say yes. belt adopt takes machines up instead.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        String name = Providers.recorded(call.find(driver).orElse(estate.config().driver()));
        List<Orphan> orphans = orphans(call, estate, name);
        if (call.has(Globals.PLAN) || orphans.isEmpty()) {
            call.out().list(Orphan.view(), orphans);
            return Exit.DONE;
        }
        orphans.forEach(orphan ->
                call.out()
                        .say(
                                "- "
                                        + orphan.machine().name()
                                        + " of cluster "
                                        + orphan.machine().cluster()
                                        + ", "
                                        + orphan.machine().id()
                                        + ", made "
                                        + orphan.machine().createdAt()
                                        + orphan.by()
                                        + ": "
                                        + orphan.why()));
        call.prompt()
                .confirm(
                        "Remove "
                                + Words.count(orphans.size(), "machine")
                                + " at "
                                + name
                                + " with everything on them?",
                        Risk.DATA_LOSS);
        remove(call, estate, name, orphans);
        return Exit.DONE;
    }

    private List<Orphan> orphans(Call call, Estate estate, String name)
            throws InterruptedException {
        Instant now = call.io().clock().instant();
        Set<String> known = new HashSet<>();
        Set<String> underWay = new HashSet<>();
        Set<String> clusters = new HashSet<>();
        known(call, known, underWay, clusters);
        Map<String, Instant> expired = expired(estate, now);
        var found = new ArrayList<Machine>();
        boolean priced;
        try (MachineProvider provider = estate.open(name)) {
            priced = provider.type().can(Capability.PRICES);
            for (Machine machine : provider.list(Selection.everythingOfBelt())) {
                boolean ours = clusters.contains(machine.cluster()) || call.has(strangers);
                boolean lost =
                        !known.contains(machine.provider() + " " + machine.id())
                                && !underWay.contains(machine.batch());
                if (ours && lost || expired.containsKey(machine.id())) {
                    found.add(machine);
                }
            }
        }
        List<Machine> chosen =
                call.arguments().isEmpty() || found.isEmpty()
                        ? found
                        : Selector.of(call.arguments(), call.get(Globals.MAX_NAMES))
                                .select(found, _ -> Set.of());
        return chosen.stream()
                .map(machine -> {
                    Instant until = expired.get(machine.id());
                    String why = until == null ? lost(machine) : "failed, was kept until " + until;
                    return Orphan.of(machine, now, why, until != null, priced);
                })
                .toList();
    }

    /// Why a machine that no inventory names is there: its label outlives the folder that knew it.
    private static String lost(Machine machine) {
        String until = machine.labels().get(Creations.EXPIRES_LABEL);
        return until == null ? "in no inventory" : "in no inventory; failed, kept until " + until;
    }

    /// Machines of the cluster in use that failed and were kept for a time that is over: id → until when.
    private static Map<String, Instant> expired(Estate estate, Instant now) {
        var expired = new HashMap<String, Instant>();
        var progress = Progress.NONE;
        for (Creation creation : new Creations(estate, progress).open()) {
            for (Item item : creation.items()) {
                Instant until = item.keptUntil();
                if (until != null && until.isBefore(now)) {
                    expired.put(item.id(), until);
                }
            }
        }
        return expired;
    }

    /// What any cluster of this folder knows, and batches that are still under way.
    private static void known(
            Call call, Set<String> known, Set<String> underWay, Set<String> clusters) {
        Workspace workspace = call.workspace();
        for (String name : workspace.clusters()) {
            ClusterState cluster = workspace.require(name);
            clusters.add(name);
            cluster.inventory()
                    .machines()
                    .forEach(machine -> known.add(machine.provider() + " " + machine.id()));
            var creations = new Creations(Estate.of(call, cluster), Progress.NONE);
            creations.open().stream().map(Creation::batchIds).forEach(underWay::addAll);
        }
    }

    private static void remove(Call call, Estate estate, String name, List<Orphan> orphans)
            throws InterruptedException {
        var byCluster = new LinkedHashMap<String, List<Machine>>();
        var known = orphans.stream().filter(Orphan::known).map(Orphan::machine).toList();
        orphans.stream()
                .filter(orphan -> !orphan.known())
                .forEach(orphan ->
                        byCluster
                                .computeIfAbsent(orphan.machine().cluster(), _ -> new ArrayList<>())
                                .add(orphan.machine()));
        var outcomes = new ArrayList<Outcome<Machine>>();
        try (var _ = call.interrupts().during("belt gc");
                var _ = MachineWork.lock(estate, "gc");
                Progress progress = call.progress("gc");
                MachineProvider provider = estate.open(name, progress)) {
            progress.expect(orphans.size());
            for (List<Machine> machines : byCluster.values()) {
                call.interrupts().check();
                outcomes.addAll(provider.delete(machines));
            }
            if (!known.isEmpty()) {
                outcomes.addAll(new MachineWork(estate, progress).delete(known));
            }
            Outcomes.values(outcomes).forEach(machine -> progress.done(machine.name(), "removed"));
        }
        Outcomes.values(outcomes).forEach(machine -> call.out().line(machine.name()));
        Outcomes.require(outcomes, "were not removed");
    }
}
