package belt.cli.service;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.problem.CliProblem;
import belt.cli.swarm.Apis;
import belt.client.ClusterClient;
import belt.client.JsonObject;
import belt.client.ServiceDraft;
import belt.client.ServiceSummary;
import belt.client.ServiceSummary.Port;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `belt service update`.
final class ServiceUpdate implements Command {
    private static final String[] CONTAINER = {"TaskTemplate", "ContainerSpec"};

    private final ServiceFlags flags = new ServiceFlags();
    private final Opt<String> image = Opt.text("--image", "IMAGE").help("another image");
    private final Opt<String> args = Opt.text("--args", "WORDS").help("other arguments");
    private final Opt<List<String>> envAdd =
            Opt.list("--env-add", "KEY=VALUE").help("set a variable");
    private final Opt<List<String>> envRm = Opt.list("--env-rm", "KEY").help("take one away");
    private final Opt<List<String>> publishAdd =
            Opt.list("--publish-add", "PORT").help("publish a port");
    private final Opt<List<String>> publishRm =
            Opt.list("--publish-rm", "TARGET").help("no longer publish a port of the tasks");
    private final Opt<List<String>> constraintAdd =
            Opt.list("--constraint-add", "RULE").help("add a rule");
    private final Opt<List<String>> constraintRm =
            Opt.list("--constraint-rm", "RULE").help("drop a rule");
    private final Opt<List<String>> labelAdd =
            Opt.list("--label-add", "KEY=VALUE").help("set a label");
    private final Opt<List<String>> labelRm = Opt.list("--label-rm", "KEY").help("take one away");
    private final Opt<Boolean> force =
            Opt.flag("--force").help("replace the tasks without a change");
    private final Opt<Boolean> rollback = Opt.flag("--rollback").help("back to what it was before");
    private final Opt<Boolean> detach = Opt.flag("-d, --detach").help("do not wait until it is so");

    @Override
    public Spec spec() {
        return flags.addTo(
                        Spec.of(
                                        Spec.Group.SERVICES,
                                        "service update",
                                        "Change a service, task by task")
                                .arguments("SERVICE")
                                .options(
                                        image,
                                        args,
                                        envAdd,
                                        envRm,
                                        publishAdd,
                                        publishRm,
                                        constraintAdd,
                                        constraintRm,
                                        labelAdd,
                                        labelRm,
                                        force,
                                        rollback,
                                        detach))
                .example(
                        "belt service update --image hello:2 web",
                        "another image, one task after another")
                .example(
                        "belt service update --env-add MODE=fast --update-parallelism 2 web",
                        "two at a time")
                .example("belt service update --rollback web", "back to what it was before");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        String name = call.argument(0);
        try (Apis apis = Apis.of(call, call.cluster())) {
            ClusterClient client = apis.manager().client();
            ServiceSummary seen = ServiceNames.require(client, name);
            if (call.has(rollback)) {
                client.rollbackService(seen);
            } else {
                client.updateService(seen, changed(call, seen));
            }
            call.out().line(name);
            call.io().out().flush();
            if (!call.has(detach)) {
                new Convergence(call, apis).await(List.of(seen.id()));
            }
            return Exit.DONE;
        }
    }

    private JsonObject changed(Call call, ServiceSummary seen) {
        JsonObject spec = seen.spec();
        call.find(image).ifPresent(value -> spec.put(value, in("Image")));
        call.find(args)
                .ifPresent(words ->
                        spec.put(CommandWords.split(words), in(seen.exec() ? "Command" : "Args")));
        flags.replicas(call)
                .ifPresent(count -> {
                    if (!seen.mode().equals("replicated")) {
                        throw new BeltException.InvalidInput(
                                CliProblem.BAD_VALUE,
                                seen.name() + " is " + seen.mode() + ": it has no --replicas");
                    }
                    spec.put(count, "Mode", "Replicated", "Replicas");
                });
        environment(call, spec);
        constraints(call, spec);
        ports(call, spec);
        Map<String, String> labels = spec.textMap("Labels");
        call.get(labelRm).forEach(labels::remove);
        labels.putAll(KeyValues.of(call.get(labelAdd)));
        spec.put(labels, "Labels");
        flags.apply(call, spec);
        if (call.has(force)) {
            spec.put(spec.number("TaskTemplate", "ForceUpdate") + 1, "TaskTemplate", "ForceUpdate");
        }
        return spec;
    }

    private static String[] in(String member) {
        return new String[] {CONTAINER[0], CONTAINER[1], member};
    }

    private void environment(Call call, JsonObject spec) {
        List<String> added = ServiceCreate.environment(call, call.get(envAdd));
        var env = new ArrayList<>(spec.texts(in("Env")));
        env.removeIf(each ->
                call.get(envRm).contains(key(each))
                        || added.stream().anyMatch(other -> key(other).equals(key(each))));
        env.addAll(added);
        replace(spec, env, in("Env"));
    }

    private static String key(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }

    private void constraints(Call call, JsonObject spec) {
        String[] path = {"TaskTemplate", "Placement", "Constraints"};
        var rules = new ArrayList<>(spec.texts(path));
        rules.removeAll(call.get(constraintRm));
        call.get(constraintAdd).stream().filter(rule -> !rules.contains(rule)).forEach(rules::add);
        replace(spec, rules, path);
    }

    private void ports(Call call, JsonObject spec) {
        var ports = new ArrayList<Port>();
        for (JsonObject port : spec.objects("EndpointSpec", "Ports")) {
            ports.add(
                    new Port(
                            (int) port.number("PublishedPort"),
                            (int) port.number("TargetPort"),
                            port.text("Protocol"),
                            port.text("PublishMode").equals("host")));
        }
        List<Port> gone = Ports.parse(call.get(publishRm));
        List<Port> added = Ports.parse(call.get(publishAdd));
        if (gone.isEmpty() && added.isEmpty()) {
            return;
        }
        ports.removeIf(port ->
                gone.stream().anyMatch(each -> same(each, port))
                        || added.stream().anyMatch(each -> same(each, port)));
        ports.addAll(added);
        spec.put(ServiceDraft.ports(ports), "EndpointSpec", "Ports");
    }

    private static boolean same(Port a, Port b) {
        return a.target() == b.target()
                && a.protocol().equals(b.protocol())
                && (a.published() == 0 || a.published() == b.published());
    }

    private static void replace(JsonObject spec, List<String> values, String... path) {
        if (values.isEmpty()) {
            spec.remove(path);
        } else {
            spec.put(values, path);
        }
    }
}
