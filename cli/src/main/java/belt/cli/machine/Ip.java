package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;

/// `belt ip`: only the address on stdout, since scripts use it in `$(…)`.
final class Ip implements Command {
    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "ip", "Print the addresses of machines")
                .arguments("PATTERN…")
                .example("belt ip node2", "one address")
                .example("ssh root@$(belt ip node2)", "in a script")
                .unrecorded();
    }

    @Override
    public int run(Call call) {
        var inventory = call.cluster().inventory();
        for (String name : call.names(call.arguments())) {
            call.out().line(ClusterSsh.target(inventory.require(name)).host());
        }
        return Exit.DONE;
    }
}
