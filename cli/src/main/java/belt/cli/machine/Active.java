package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.state.ClusterState;

/// `belt active`.
final class Active implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "active",
                        "Choose or show the node that is asked by default")
                .arguments("[NODE]")
                .example("belt active node1", "from now on ask node1")
                .example("belt active", "which one is asked");
    }

    @Override
    public int run(Call call) {
        ClusterState cluster = call.cluster();
        if (!call.arguments().isEmpty()) {
            cluster.inventory().require(call.argument(0));
            cluster.activate(call.argument(0));
        }
        call.out().line(cluster.name() + "/" + cluster.requireActiveHost());
        return Exit.DONE;
    }
}
