package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.state.ClusterState;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `belt docker`.
final class Docker implements Command {
    private static final int CANNOT_RUN = 125;
    private static final Set<String> FOR_MANAGERS =
            Set.of("node", "service", "stack", "swarm", "secret", "config");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.SERVICES, "docker", "Run the docker CLI against the cluster")
                .arguments("[ARGUMENTS…]")
                .reach(Spec.Reach.PASS_THROUGH)
                .example("belt docker node ls", "asks the active node")
                .example(
                        "belt docker run --rm -it --pull never hello sh",
                        "a container on the active node")
                .example(
                        "belt docker --host 'node[1:3]' ps",
                        "on three nodes, each line with its node's name")
                .note(
                        "The exit code is docker's own; with several nodes the worst one. Without a docker CLI here the"
                                + " node's own is used over SSH.")
                .unrecorded(); // its words may hold somebody's secrets
    }

    @Override
    public int run(Call call) throws InterruptedException {
        ClusterState cluster = call.cluster();
        Optional<DockerCli> cli = DockerCli.find(call);
        try (Apis apis = Apis.of(call, cluster)) {
            apis.credentials(); // made or renewed, where that is due
            Optional<List<String>> asked = call.find(Globals.NODES).filter(each -> !each.isEmpty());
            List<Machine> machines =
                    asked.isPresent() ? call.select(asked.get()) : List.of(apis.forDocker());
            if (machines.size() > 1) {
                return many(call, cluster, cli, machines);
            }
            Machine machine = machines.getFirst();
            if (cli.isEmpty()) {
                return new RemoteDocker(call, cluster).run(machine, call.arguments());
            }
            int code = cli.get().run(cluster, machine, call.arguments());
            if (code != 0) {
                hint(call, apis, machine, asked.isPresent());
            }
            return code;
        }
    }

    /// What docker's own message does not know.
    private static void hint(Call call, Apis apis, Machine machine, boolean asked)
            throws InterruptedException {
        String name = machine.name();
        if (asked) {
            if (apis.refuses(machine)) {
                call.out()
                        .say(
                                name
                                        + " has no Docker API of its own: belt machine provision "
                                        + name
                                        + " gives it one");
            }
        } else if (isForManagers(call.arguments())) {
            try {
                String manager = apis.manager().machine().name();
                if (!manager.equals(name)) {
                    call.out()
                            .say(
                                    "the active node "
                                            + name
                                            + " is no manager, "
                                            + manager
                                            + " is: belt active "
                                            + manager);
                }
            } catch (BeltException e) {
                call.out().detail("no manager answers: " + e.getMessage());
            }
        }
    }

    private static boolean isForManagers(List<String> words) {
        return words.stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .filter(FOR_MANAGERS::contains)
                .isPresent();
    }

    private static int many(
            Call call, ClusterState cluster, Optional<DockerCli> cli, List<Machine> machines)
            throws InterruptedException {
        List<Fanout.Job<Integer>> jobs =
                machines.stream()
                        .map(machine ->
                                new Fanout.Job<>(
                                        machine.name(),
                                        () ->
                                                cli.isPresent()
                                                        ? cli.get()
                                                                .runPrefixed(
                                                                        cluster,
                                                                        machine,
                                                                        call.arguments())
                                                        : new RemoteDocker(call, cluster)
                                                                .runPrefixed(
                                                                        machine, call.arguments())))
                        .toList();
        int worst = 0;
        for (Outcome<Integer> outcome : new Fanout(call.get(Globals.PARALLEL)).run(jobs)) {
            switch (outcome) {
                case Outcome.Done<Integer>(_, var code) -> worst = Math.max(worst, code);
                case Outcome.Failed<Integer>(var node, var problem) -> {
                    call.io().err().println(node + ": " + problem.getMessage());
                    worst = Math.max(worst, CANNOT_RUN);
                }
            }
        }
        return worst;
    }
}
