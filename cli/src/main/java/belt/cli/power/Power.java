package belt.cli.power;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Outcomes;
import belt.cli.state.Selector;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// `belt start`, `belt stop`, `belt restart`.
final class Power implements Command {
    static final String ONE_BY_ONE =
            "no manager answers to say who is one: the machines are stopped one after the other";

    private final PowerChange change;

    Power(PowerChange change) {
        this.change = change;
    }

    @Override
    public Spec spec() {
        String summary =
                switch (change) {
                    case START -> "Start machines that stand still";
                    case STOP -> "Stop machines; their disks stay";
                    case RESTART -> "Stop machines and start them again";
                    case KILL -> throw new IllegalStateException("belt machine has that");
                };
        Spec spec =
                Spec.of(Spec.Group.MACHINES, change.word(), summary)
                        .arguments("SELECTOR…")
                        .example("belt " + change.word() + " 'node[1:2]'", "two machines");
        return change == PowerChange.RESTART
                ? spec.note(
                        "Workers restart together, managers one after the other, each when the one before is back, the leader last.")
                : spec;
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        List<Machine> all = MachineWork.refreshed(estate, false);
        List<Machine> machines =
                Selector.of(call.arguments(), call.get(Globals.MAX_NAMES))
                        .select(all, _ -> Set.of());
        if (call.has(Globals.PLAN)) {
            machines.forEach(machine ->
                    call.out().line("~ machine " + machine.name() + "  " + change.word()));
            return Exit.DONE;
        }
        HostRequirements.of(estate.provider()).requireNoBlocker(call, estate.provider());
        confirm(call, estate, machines);
        Managers managers =
                switch (change) {
                    case STOP -> Managers.ofSome(call, estate.cluster());
                    case RESTART -> Managers.of(call, estate.cluster());
                    case START, KILL -> Managers.NONE;
                };
        confirm(call, machines, managers, machines.size() == all.size());
        String again = "belt " + change.word() + " " + String.join(" ", call.arguments());
        try (var _ = call.interrupts().during(again);
                var _ = MachineWork.lock(estate, change.word());
                Progress progress = call.progress(change.word())) {
            progress.expect(machines.size());
            List<Outcome<Machine>> outcomes =
                    new PowerRun(estate, progress).run(change, machines, managers);
            Outcomes.require(outcomes, "were not " + change.done());
        }
        return Exit.DONE;
    }

    private void confirm(Call call, Estate estate, List<Machine> machines) {
        if (change.down() && machines.size() > 1) {
            String verb = change == PowerChange.STOP ? "Stop " : "Restart ";
            call.prompt()
                    .confirm(
                            verb
                                    + machines.size()
                                    + " machines in "
                                    + estate.cluster().name()
                                    + "?");
        }
    }

    /// @param whole whether no machine of the cluster is left running: then it is meant to stand still
    private void confirm(Call call, List<Machine> machines, Managers managers, boolean whole) {
        Set<String> names = machines.stream().map(Machine::name).collect(Collectors.toSet());
        if (change == PowerChange.STOP && !whole) {
            managers.lossWithout(names)
                    .ifPresent(loss -> call.prompt().confirm(loss + "; go on?", Risk.LOSE_QUORUM));
        }
        if (change == PowerChange.RESTART) {
            List<String> vital = managers.vital(names);
            if (!vital.isEmpty() && managers.count() > 1) {
                call.prompt().confirm(Managers.whileDown(vital), Risk.LOSE_QUORUM);
            }
            if (managers.nodes().isEmpty() && machines.size() > 1) {
                call.out().say(ONE_BY_ONE);
            }
        }
    }
}
