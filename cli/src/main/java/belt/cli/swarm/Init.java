package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.client.NodeInfo;
import belt.provider.Machine;
import java.util.List;

/// `belt init`.
final class Init implements Command {
    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.CLUSTERS,
                        "init",
                        "Make a cluster whose first manager is this machine")
                .arguments("NODE")
                .example("belt init node1", "node1 becomes the first manager")
                .example("belt join 'node[2:4]'", "and these its workers");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        Machine machine = call.select(List.of(call.argument(0))).getFirst();
        if (call.has(Globals.PLAN)) {
            call.out().line("make a cluster of " + machine.name());
            return Exit.DONE;
        }
        NodeInfo before;
        try (Apis apis = Apis.of(call, estate.cluster())) {
            before = apis.of(machine).node();
        }
        String id = Joiner.init(estate, machine);
        if (before.manager()) {
            call.out().say("nothing to do: " + machine.name() + " is a manager already");
            return Exit.DONE;
        }
        if (estate.cluster().activeHost().isEmpty()) {
            estate.cluster().activate(machine.name());
        }
        call.out().line("Swarm initialized: current node (" + id + ") is now a manager.");
        call.out().next("belt join PATTERN");
        return Exit.DONE;
    }
}
