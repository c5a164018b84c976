package belt.cli.swarm;

import belt.cli.command.Globals;
import belt.cli.operate.Estate;
import belt.cli.operate.ManagerRules;
import belt.cli.term.Progress;
import belt.client.ClusterClient;
import belt.client.NodeInfo;
import belt.client.NodeSummary;
import belt.client.SwarmTokens;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Makes a cluster and lets nodes join it, over the nodes' own APIs: the token never stands on a command line.
public final class Joiner {
    private Joiner() {}

    /// Makes a cluster of a machine, unless it is a manager already.
    ///
    /// @return the node's id
    /// @throws BeltException.Conflict if it is a worker of some cluster
    public static String init(Estate estate, Machine machine) throws InterruptedException {
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            ClusterClient client = apis.of(machine);
            NodeInfo node = client.node();
            if (node.manager()) {
                return node.id();
            }
            if (node.member()) {
                throw new BeltException.Conflict(
                                SwarmProblem.OTHER_CLUSTER,
                                machine.name() + " is a " + node.role() + " of a cluster already")
                        .withRemedy("belt docker --host " + machine.name() + " swarm leave");
            }
            new ManagerRules(estate).add(List.of(machine));
            return client.initCluster("");
        }
    }

    /// Lets machines join the cluster of a manager. A machine that is in it already is no failure.
    ///
    /// @param asManager managers join one after another, because each changes who must agree
    /// @return one outcome a machine: what there is to say about it
    public static List<Outcome<String>> join(
            Estate estate,
            Machine manager,
            List<Machine> machines,
            boolean asManager,
            Progress progress)
            throws InterruptedException {
        progress.expect(machines.size());
        return join(
                estate,
                manager,
                machines,
                asManager,
                outcome -> {
                    switch (outcome) {
                        case Outcome.Done<String>(var node, var said) -> progress.done(node, said);
                        case Outcome.Failed<String>(var node, var problem) ->
                                progress.failed(node, String.valueOf(problem.getMessage()));
                    }
                });
    }

    static List<Outcome<String>> join(
            Estate estate,
            Machine manager,
            List<Machine> machines,
            boolean asManager,
            Consumer<Outcome<String>> arrived)
            throws InterruptedException {
        try (Apis apis = Apis.of(estate.call(), estate.cluster())) {
            Invitation invitation = invitation(apis.of(manager), asManager);
            if (asManager) {
                new ManagerRules(estate).add(machines);
            }
            var jobs = new ArrayList<Fanout.Job<String>>();
            for (Machine machine : machines) {
                jobs.add(
                        new Fanout.Job<>(
                                machine.name(), () -> join(apis.of(machine), machine, invitation)));
            }
            int parallel = asManager ? 1 : estate.call().get(Globals.PARALLEL);
            return new Fanout(parallel).run(jobs, arrived);
        }
    }

    /// @param members ids of the nodes that are in the cluster already
    private record Invitation(
            List<String> managers, Secret token, boolean asManager, Set<String> members) {}

    private static Invitation invitation(ClusterClient manager, boolean asManager) {
        SwarmTokens tokens = manager.tokens();
        NodeInfo node = manager.node();
        var managers = new ArrayList<String>();
        node.managers().stream()
                .filter(address -> address.startsWith(node.address() + ":"))
                .forEach(managers::add);
        node.managers().stream().filter(each -> !managers.contains(each)).forEach(managers::add);
        Set<String> members =
                manager.nodes().stream().map(NodeSummary::id).collect(Collectors.toSet());
        return new Invitation(
                managers, asManager ? tokens.manager() : tokens.worker(), asManager, members);
    }

    private static String join(ClusterClient client, Machine machine, Invitation invitation) {
        NodeInfo before = client.node();
        if (before.member()) {
            if (!invitation.members().contains(before.id())) {
                throw new BeltException.Conflict(
                        SwarmProblem.OTHER_CLUSTER, machine.name() + " is in another cluster");
            }
            String hint =
                    invitation.asManager() && !before.manager()
                            ? "; belt node promote " + machine.name() + " makes it a manager"
                            : "";
            return "This node is already part of this swarm as a " + before.role() + "." + hint;
        }
        client.join(invitation.managers(), invitation.token(), "");
        return "This node joined a swarm as a " + (invitation.asManager() ? "manager." : "worker.");
    }
}
