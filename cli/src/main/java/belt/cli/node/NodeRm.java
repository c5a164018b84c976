package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.swarm.Apis;
import belt.client.NodeSummary;

/// `belt node rm`.
final class NodeRm implements Command {
    private final Opt<Boolean> force =
            Opt.flag("-f, --force").help("even if it is not down; it cannot come back");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.NODES, "node rm", "Take nodes out of the cluster's records")
                .arguments("NODE…")
                .options(force)
                .example("belt node rm node4", "after it has left, or its machine is gone")
                .note("The machine stays: belt rm removes it. A manager must be demoted first.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            Apis.Reached manager = apis.manager();
            for (NodeSummary node : NodeNames.require(call, manager, call.arguments())) {
                manager.client().removeNode(node.id(), call.has(force));
                call.out().line(node.hostname());
            }
            return Exit.DONE;
        }
    }
}
