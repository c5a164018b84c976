package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.Outcomes;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.List;

/// `belt swarm join MANAGER SELECTOR…` and `belt join SELECTOR…`, which finds a manager by itself.
final class Joining implements Command {
    private final boolean named;
    private final Opt<Boolean> manager =
            Opt.flag("--manager").help("join as managers instead of workers");

    /// @param named whether the first argument names the manager
    Joining(boolean named) {
        this.named = named;
    }

    @Override
    public Spec spec() {
        Spec spec =
                Spec.of(
                        Spec.Group.CLUSTERS,
                        named ? "swarm join" : "join",
                        "Let machines join the cluster");
        if (named) {
            spec.arguments("MANAGER SELECTOR…")
                    .example("belt swarm join node1 'node[2:4]'", "three workers")
                    .example("belt swarm join --manager node1 node2", "another manager");
        } else {
            spec.arguments("SELECTOR…")
                    .example("belt join 'node[2:4]'", "three workers")
                    .example("belt join --manager 'node[2:3]'", "two more managers");
        }
        return spec.options(manager)
                .note(
                        "The token is read from a manager and sent to each node over TLS. A node that is in the cluster"
                                + " already stays as it is.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        List<String> words =
                named ? call.arguments().subList(1, call.arguments().size()) : call.arguments();
        List<Machine> machines = call.select(words);
        if (call.has(Globals.PLAN)) {
            machines.forEach(machine -> call.out().line("join " + machine.name()));
            return Exit.DONE;
        }
        Machine to =
                named ? call.select(List.of(call.argument(0))).getFirst() : manager(call, estate);
        try (var _ = call.interrupts().during("belt " + spec().name() + " with the same words")) {
            List<Outcome<String>> outcomes =
                    Joiner.join(estate, to, machines, call.has(manager), each -> say(call, each));
            Outcomes.require(outcomes, "did not join");
        }
        call.out().next("belt node ls");
        return Exit.DONE;
    }

    private static Machine manager(Call call, Estate estate) throws InterruptedException {
        try (Apis apis = Apis.of(call, estate.cluster())) {
            return apis.manager().machine();
        }
    }

    private static void say(Call call, Outcome<String> outcome) {
        if (outcome instanceof Outcome.Done<String>(var node, var said)) {
            synchronized (call.out()) {
                call.out().line(node + ": " + said);
                call.io().out().flush();
            }
        }
    }
}
