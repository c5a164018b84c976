package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.state.Selector;
import belt.provider.Machine;
import java.util.List;
import java.util.Set;

/// `belt ls`.
final class Ls implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "ls", "List the machines of a cluster")
                .arguments("[SELECTOR…]")
                .example("belt ls", "all machines of the cluster in use")
                .example("belt ls 'web*' -o wide", "some of them, with more columns")
                .example("belt ls -o json", "for programs");
    }

    @Override
    public int run(Call call) {
        Estate estate = Estate.of(call, call.cluster());
        List<Machine> machines = MachineWork.refreshed(estate, false);
        if (!call.arguments().isEmpty()) {
            machines =
                    Selector.of(call.arguments(), call.get(Globals.MAX_NAMES))
                            .select(machines, _ -> Set.of());
        }
        call.out().list(MachineTable.view(), machines);
        return Exit.DONE;
    }
}
