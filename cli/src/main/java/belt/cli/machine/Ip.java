package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.provider.Machine;
import java.util.List;

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
        List<String> names = call.names(call.arguments());
        for (Machine machine : call.cluster().inventory().require(names)) {
            call.out().line(ClusterSsh.target(machine).host());
        }
        return Exit.DONE;
    }
}
