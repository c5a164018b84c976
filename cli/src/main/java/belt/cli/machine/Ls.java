package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.state.Journal;
import belt.cli.state.Selector;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `belt ls`.
final class Ls implements Command {
    private final Opt<Boolean> refresh =
            Opt.flag("--refresh").help("ask the providers first, and remember what they say");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "ls", "List the machines of a cluster")
                .arguments("[SELECTOR…]")
                .example("belt ls", "all machines of the cluster in use")
                .example("belt ls 'web*' -o wide", "some of them, with more columns")
                .options(refresh)
                .example("belt ls -o json", "for programs")
                .example("belt ls --refresh", "as the cloud sees them now")
                .note(
                        "Machines of a cloud are shown as belt last saw them, at once; those of this host as they are.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        MachineWork.Look look = call.has(refresh) ? refreshed(estate) : MachineWork.shown(estate);
        List<Machine> machines = look.machines();
        if (!call.arguments().isEmpty()) {
            machines =
                    Selector.of(call.arguments(), call.get(Globals.MAX_NAMES))
                            .select(machines, _ -> Set.of());
        }
        Underway underway = Underway.of(estate);
        var rows = new ArrayList<>(machines);
        List<Journal.Broken> broken = look.broken();
        if (!call.out().structured() && call.arguments().isEmpty()) {
            broken.forEach(line -> rows.add(unreadable(estate, line)));
        }
        call.out().list(MachineTable.view(underway), rows);
        if (!broken.isEmpty()) {
            call.out()
                    .warn(
                            (broken.size() == 1 ? "a line" : broken.size() + " lines")
                                    + " of the inventory cannot be read: belt adopt tag:"
                                    + estate.cluster().name()
                                    + " reads those machines from their provider again");
        }
        if (underway.unseen() > 0) {
            call.out()
                    .say(
                            underway.unseen()
                                    + " more are not made yet: belt resume --plan shows them");
        }
        return Exit.DONE;
    }

    /// A record that cannot be read is a row of its own and hides no other.
    private static Machine unreadable(Estate estate, Journal.Broken line) {
        return Machine.named("line " + line.number(), "", "", estate.cluster().name())
                .state(MachineState.FAILED, "cannot be read: " + line.reason())
                .build();
    }

    private static MachineWork.Look refreshed(Estate estate) throws InterruptedException {
        try (var _ = MachineWork.lock(estate, "ls --refresh")) {
            return MachineWork.look(estate, true);
        }
    }
}
