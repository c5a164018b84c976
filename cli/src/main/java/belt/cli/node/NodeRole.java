package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Spec;
import belt.cli.join.JoinProblem;
import belt.cli.operate.Estate;
import belt.cli.operate.ManagerRules;
import belt.cli.swarm.Apis;
import belt.client.NodeSummary;
import belt.core.BeltException;

/// `belt node promote` and `belt node demote`.
final class NodeRole implements Command {
    private final boolean up;

    /// @param up whether to promote
    NodeRole(boolean up) {
        this.up = up;
    }

    @Override
    public Spec spec() {
        return up
                ? Spec.of(Spec.Group.NODES, "node promote", "Make nodes managers")
                        .arguments("NODE…")
                        .example(
                                "belt node promote 'node[2:3]'",
                                "three managers outlive the loss of one")
                : Spec.of(Spec.Group.NODES, "node demote", "Make managers workers again")
                        .arguments("NODE…")
                        .example("belt node demote node3", "it goes on running its tasks");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        try (Apis apis = Apis.of(call, call.cluster())) {
            Apis.Reached manager = apis.manager();
            String role = up ? "manager" : "worker";
            for (NodeSummary node : NodeNames.require(call, manager, call.arguments())) {
                if (node.role().equals(role)) {
                    call.out().line("Node " + node.hostname() + " is already a " + role + ".");
                    continue;
                }
                if (node.waits()) {
                    throw new BeltException.Conflict(
                                    JoinProblem.WAITS, node.hostname() + " waits for approval")
                            .withRemedy("belt node accept " + node.hostname());
                }
                if (!up) {
                    Quorum.check(call, manager.client(), node);
                }
                var rules = new ManagerRules(Estate.of(call, call.cluster()));
                if (up) {
                    rules.add(node.hostname());
                }
                manager.client().updateNode(node, node.spec().put(role, "Role"));
                if (!up) {
                    rules.remove(
                            node.hostname(),
                            () -> !manager.client().requireNode(node.id()).manager());
                }
                call.out()
                        .line(
                                up
                                        ? "Node "
                                                + node.hostname()
                                                + " promoted to a manager in the swarm."
                                        : "Manager " + node.hostname() + " demoted in the swarm.");
            }
            return Exit.DONE;
        }
    }
}
