package belt.cli.node;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.ManagerRules;
import belt.cli.problem.CliProblem;
import belt.cli.service.KeyValues;
import belt.cli.swarm.Apis;
import belt.client.JsonObject;
import belt.client.NodeSummary;
import belt.core.BeltException;
import java.util.List;
import java.util.Map;

/// `belt node update`.
final class NodeUpdate implements Command {
    private enum Availability {
        ACTIVE,
        PAUSE,
        DRAIN
    }

    private enum Role {
        WORKER,
        MANAGER
    }

    private final Opt<Availability> availability =
            Opt.of("--availability", "WORD", text -> Globals.choice(Availability.values(), text))
                    .help(
                            "active takes tasks, pause takes no new ones, drain gives its tasks away");
    private final Opt<Role> role =
            Opt.of("--role", "WORD", text -> Globals.choice(Role.values(), text))
                    .help("worker or manager");
    private final Opt<List<String>> add =
            Opt.list("--label-add", "KEY=VALUE").help("set a label, for constraints");
    private final Opt<List<String>> rm = Opt.list("--label-rm", "KEY").help("take a label away");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.NODES, "node update", "Change nodes: availability, labels, role")
                .arguments("NODE…")
                .options(availability, role, add, rm)
                .example("belt node update --availability drain node2", "its tasks move elsewhere")
                .example("belt node update --label-add zone=a 'node[2:4]'", "for constraints");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        boolean any =
                call.find(availability).isPresent()
                        || call.find(role).isPresent()
                        || !call.get(add).isEmpty()
                        || !call.get(rm).isEmpty();
        if (!any) {
            throw new BeltException.InvalidInput(
                            CliProblem.BAD_ARGUMENTS, "nothing to change was given")
                    .withDetail("give --availability, --role, --label-add or --label-rm");
        }
        try (Apis apis = Apis.of(call, call.cluster())) {
            Apis.Reached manager = apis.manager();
            for (NodeSummary node : NodeNames.require(call, manager, call.arguments())) {
                if (call.find(role).filter(wish -> wish == Role.WORKER).isPresent()) {
                    Quorum.check(call, manager.client(), node);
                }
                var rules = new ManagerRules(Estate.of(call, call.cluster()));
                if (call.find(role).filter(wish -> wish == Role.MANAGER).isPresent()) {
                    rules.add(node.hostname());
                }
                manager.client().updateNode(node, changed(call, node.spec()));
                if (call.find(role).filter(wish -> wish == Role.WORKER).isPresent()) {
                    rules.remove(
                            node.hostname(),
                            () -> !manager.client().requireNode(node.id()).manager());
                }
                call.out().line(node.hostname());
            }
            return Exit.DONE;
        }
    }

    private JsonObject changed(Call call, JsonObject spec) {
        call.find(availability).ifPresent(word -> spec.put(Globals.word(word), "Availability"));
        call.find(role).ifPresent(word -> spec.put(Globals.word(word), "Role"));
        Map<String, String> labels = spec.textMap("Labels");
        call.get(rm).forEach(labels::remove);
        labels.putAll(KeyValues.of(call.get(add)));
        return spec.put(labels, "Labels");
    }
}
