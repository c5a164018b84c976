package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Outcomes;
import belt.cli.power.Managers;
import belt.cli.term.Progress;
import belt.cli.term.Prompt;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.List;
import java.util.Set;

/// `belt machine rm`.
final class Rm implements Command {
    private final Opt<Boolean> force =
            Opt.flag("-f, --force")
                    .help("do not ask; forget a machine that its provider cannot remove");

    @Override
    public Spec spec() {
        return Verb.spec("rm", "Remove machines with everything on them")
                .arguments("NAME…")
                .options(force)
                .example("belt machine rm node1", "asks first")
                .example("belt machine rm -y 'node[1:3]'", "in a script")
                .note(
                        "A machine that has vanished at its provider is only forgotten. belt rm asks for the named risk beside -y; this verb does not, as Docker Machine did not.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        List<Machine> machines = fleet.named();
        Estate estate = fleet.estate();
        List<String> names = machines.stream().map(Machine::name).toList();
        call.out().line("About to remove " + String.join(", ", names));
        call.out()
                .line("WARNING: This action will delete both local reference and remote instance.");
        if (machines.size() < estate.cluster().inventory().machines().size()) {
            Managers.ofSome(call, estate.cluster())
                    .lossWithout(Set.copyOf(names))
                    .ifPresent(call.out()::warn);
        }
        boolean sure = call.has(force) || call.has(Globals.YES);
        new Prompt(call.io(), sure, List.of()).confirm("Are you sure?");
        String again = "belt machine rm " + String.join(" ", call.arguments());
        try (var _ = call.interrupts().during(again);
                var _ = MachineWork.lock(estate, "machine rm");
                Progress progress = call.progress("rm")) {
            progress.expect(machines.size());
            remove(call, estate, machines, new MachineWork(estate, progress));
        }
        return Exit.DONE;
    }

    private void remove(Call call, Estate estate, List<Machine> machines, MachineWork work)
            throws InterruptedException {
        List<Outcome<Machine>> outcomes;
        try {
            outcomes = work.delete(machines);
        } catch (BeltException e) { // its provider cannot be asked at all
            if (!call.has(force)) {
                throw e;
            }
            outcomes =
                    machines.stream()
                            .map(machine ->
                                    (Outcome<Machine>)
                                            new Outcome.Failed<Machine>(machine.name(), e))
                            .toList();
        }
        for (Outcome<Machine> outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done<Machine>(var node, _) -> removed(call, estate, node);
                case Outcome.Failed<Machine>(var node, var problem) -> {
                    if (call.has(force)) {
                        call.out()
                                .warn(
                                        node
                                                + " is forgotten, but was not removed: "
                                                + problem.getMessage());
                        estate.cluster().inventory().remove(List.of(node));
                        removed(call, estate, node);
                    }
                }
            }
        }
        if (!call.has(force)) {
            Outcomes.require(outcomes, "were not removed");
        }
        if (estate.cluster().inventory().machines().isEmpty() && !call.has(force)) {
            work.forgetCluster();
        }
    }

    private static void removed(Call call, Estate estate, String node) {
        if (estate.cluster().activeHost().filter(node::equals).isPresent()) {
            estate.cluster().deactivate();
        }
        call.out().line("Successfully removed " + node);
    }
}
