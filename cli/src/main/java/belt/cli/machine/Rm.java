package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Outcomes;
import belt.cli.output.Words;
import belt.cli.power.Managers;
import belt.cli.state.Selector;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.client.NodeSummary;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `belt rm`.
final class Rm implements Command {
    /// Above that the cluster's name has to be typed.
    private static final int MANY = 5;

    private final Opt<Boolean> dryRun =
            Opt.flag("--dry-run").help("the same as --plan: print what would be removed and stop");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "rm", "Remove machines with everything on them")
                .arguments("SELECTOR…")
                .options(dryRun)
                .example("belt rm node4", "one machine, after a question")
                .example("belt rm -y --accept-risk data-loss 'node[1:4]'", "in a script")
                .note(
                        "Managers are demoted first, and nodes leave the cluster's records. Removing every machine of a"
                                + " cluster is removing the cluster. A machine that has vanished at its provider is only"
                                + " forgotten.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        MachineWork.Look look = MachineWork.look(estate, false);
        List<Machine> all = look.machines();
        List<Machine> chosen =
                Selector.of(call.arguments(), call.get(Globals.MAX_NAMES))
                        .select(all, _ -> Set.of());
        if (call.has(Globals.PLAN) || call.has(dryRun)) {
            chosen.forEach(machine -> call.out().line(line(machine, look)));
            return Exit.DONE;
        }
        chosen.stream()
                .map(Machine::provider)
                .distinct()
                .map(name -> Providers.require(name, call.io()))
                .forEach(type -> HostRequirements.of(type).requireNoBlocker(call, type));
        boolean whole = chosen.size() == all.size();
        confirm(call, estate.cluster().name(), chosen.size(), whole);
        List<NodeSummary> nodes = whole ? List.of() : nodes(call, estate, chosen);
        try (var _ = call.interrupts().during("belt rm " + String.join(" ", call.arguments()));
                var _ = MachineWork.lock(estate, "rm");
                Progress progress = call.progress("rm")) {
            progress.expect(chosen.size());
            chosen.stream()
                    .filter(machine -> look.vanished().contains(machine.id()))
                    .forEach(machine -> progress.note(vanished(machine)));
            var leaving = new Leaving(estate, progress, nodes);
            leaving.demote();
            List<Outcome<Machine>> outcomes = new MachineWork(estate, progress).delete(chosen);
            leaving.forget(Outcomes.values(outcomes));
            Outcomes.values(outcomes).forEach(machine -> progress.done(machine.name(), "removed"));
            Outcomes.require(outcomes, "were not removed");
            if (estate.cluster().activeHost().filter(host -> isAmong(host, chosen)).isPresent()) {
                estate.cluster().deactivate();
            }
            if (whole) {
                new MachineWork(estate, progress).forgetCluster();
            }
        }
        if (!call.out().structured()) {
            chosen.forEach(machine -> call.out().line(machine.name()));
        }
        return Exit.DONE;
    }

    /// The nodes that have to leave the cluster in good order: none where it cannot decide anything any more.
    private static List<NodeSummary> nodes(Call call, Estate estate, List<Machine> chosen)
            throws InterruptedException {
        Set<String> names = chosen.stream().map(Machine::name).collect(Collectors.toSet());
        Managers managers = Managers.ofSome(call, estate.cluster());
        Optional<String> loss = managers.lossAfter(names);
        loss.ifPresent(what -> call.prompt().confirm(what + "; go on?", Risk.LOSE_QUORUM));
        return loss.isPresent() ? List.of() : managers.nodesOf(names);
    }

    private static void confirm(Call call, String cluster, int count, boolean whole) {
        String question =
                whole
                        ? "Remove all "
                                + Words.count(count, "machine")
                                + " of "
                                + cluster
                                + ", and with them the cluster and all its data?"
                        : "Remove "
                                + Words.count(count, "machine")
                                + " in "
                                + cluster
                                + " with everything on them?";
        if (count > MANY) {
            call.prompt().confirmTyped(question, Risk.DATA_LOSS, cluster);
        } else {
            call.prompt().confirm(question, Risk.DATA_LOSS);
        }
    }

    private static String line(Machine machine, MachineWork.Look look) {
        return "- machine "
                + machine.name()
                + "  "
                + machine.provider()
                + " "
                + machine.id()
                + (look.vanished().contains(machine.id()) ? "  has vanished already" : "");
    }

    private static String vanished(Machine machine) {
        return machine.name() + " had vanished at " + machine.provider() + ": it is only forgotten";
    }

    private static boolean isAmong(String host, List<Machine> machines) {
        return machines.stream().anyMatch(machine -> machine.name().equals(host));
    }
}
