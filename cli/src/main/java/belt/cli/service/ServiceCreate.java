package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.problem.CliProblem;
import belt.cli.swarm.Apis;
import belt.client.JsonObject;
import belt.client.ServiceDraft;
import belt.core.BeltException;
import java.util.List;

/// `belt service create`.
final class ServiceCreate implements Command {
    private enum Kind {
        CONTAINER,
        EXEC
    }

    private enum Mode {
        REPLICATED,
        GLOBAL
    }

    private final ServiceFlags flags = new ServiceFlags();
    private final Opt<String> name = Opt.text("--name", "NAME").help("its name");
    private final Opt<Mode> mode =
            Opt.of("--mode", "WORD", text -> Globals.choice(Mode.values(), text))
                    .orElse(Mode.REPLICATED)
                    .help("replicated, or global: one task on every node");
    private final Opt<Kind> runtime =
            Opt.of("--runtime", "WORD", text -> Globals.choice(Kind.values(), text))
                    .orElse(Kind.CONTAINER)
                    .help("container, or exec: a plain process, without an engine");
    private final Opt<List<String>> publish =
            Opt.list("-p, --publish", "PORT")
                    .help("8080:80, or published=8080,target=80,mode=host");
    private final Opt<List<String>> env = Opt.list("-e, --env", "KEY=VALUE").help("environment");
    private final Opt<List<String>> constraint =
            Opt.list("--constraint", "RULE").help("where tasks may run: node.labels.zone==a");
    private final Opt<List<String>> label = Opt.list("-l, --label", "KEY=VALUE").help("a label");
    private final Opt<Boolean> detach = Opt.flag("-d, --detach").help("do not wait until it runs");

    @Override
    public Spec spec() {
        return flags.addTo(
                        Spec.of(
                                        Spec.Group.SERVICES,
                                        "service create",
                                        "Run a service on the cluster")
                                .arguments("IMAGE [COMMAND…]")
                                .reach(Spec.Reach.FIRST_WORD)
                                .options(
                                        name,
                                        mode,
                                        runtime,
                                        publish,
                                        env,
                                        constraint,
                                        label,
                                        detach))
                .example(
                        "belt service create --name web --replicas 2 -p 8080:80 hello",
                        "two web servers")
                .example(
                        "belt service create --name beat --runtime exec sh -c 'while date; do sleep 9; done'",
                        "a process on a node without an engine")
                .note("With --runtime exec all words are the command; there is no image.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        JsonObject wish = wish(call);
        if (call.has(Globals.PLAN)) {
            call.out().line("create service " + wish.text("Name"));
            return Exit.DONE;
        }
        try (Apis apis = Apis.of(call, call.cluster())) {
            Apis.Reached manager = apis.manager();
            String id = manager.client().createService(wish);
            call.out().line(id);
            if (!call.has(detach)) {
                new Convergence(call, apis).await(List.of(id));
            }
        }
        return Exit.DONE;
    }

    private JsonObject wish(Call call) {
        boolean exec = call.get(runtime) == Kind.EXEC;
        boolean global = call.get(mode) == Mode.GLOBAL;
        if (global && flags.replicas(call).isPresent()) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE,
                    "a global service has no --replicas: it runs on every node");
        }
        List<String> words = call.arguments();
        var draft =
                new ServiceDraft(
                        call.find(name).orElse(""),
                        KeyValues.of(call.get(label)),
                        exec,
                        exec ? "" : words.getFirst(),
                        exec ? words : words.subList(1, words.size()),
                        environment(call, call.get(env)),
                        call.get(constraint),
                        global,
                        flags.replicas(call).orElse(1L),
                        Ports.parse(call.get(publish)),
                        0,
                        0);
        JsonObject spec = draft.spec();
        flags.apply(call, spec);
        return spec;
    }

    /// A name alone takes the operator's own value, as docker does.
    static List<String> environment(Call call, List<String> words) {
        return words.stream()
                .filter(word -> word.contains("=") || call.io().env().containsKey(word))
                .map(word -> word.contains("=") ? word : word + "=" + call.io().env().get(word))
                .toList();
    }
}
