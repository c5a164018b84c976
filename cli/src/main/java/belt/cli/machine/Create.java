package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `belt create`.
final class Create implements Command {
    private final Opt<String> region =
            Opt.text("--region", "REGION").help("where, in the provider's words");
    private final Opt<String> image =
            Opt.text("--image", "IMAGE").help("which image, in the provider's words");
    private final Opt<List<String>> label =
            Opt.list("--label", "KEY=VALUE").help("a label of the machines");
    private final Opt<List<String>> define =
            Opt.list("--define", "KEY=VALUE").help("an option of the provider");
    private final Opt<Boolean> noEngine =
            Opt.flag("--no-engine").help("without a container engine");
    private final Opt<Boolean> bare = Opt.flag("--bare").help("machines only: no engine, no beltd");

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, "create", "Make machines and turn them into nodes")
                .arguments("SIZE PATTERN…")
                .options(region, image, label, define, noEngine, bare)
                .example("belt create 512mb 'node[1:4]'", "four machines in the cluster in use")
                .example("belt create s-1vcpu-1gb 'w[01:20]' --parallel 32", "twenty, many at once")
                .example("belt create 1gb db --plan", "what would be done")
                .note("Running it again finishes what an earlier run left half made.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        List<String> patterns = call.arguments().subList(1, call.arguments().size());
        List<String> names = call.names(patterns);
        Estate estate = Estate.currentOrDefault(call);
        ProviderType provider = estate.provider();
        String size = call.argument(0);
        try (MachineProvider open = estate.open(provider.name(), options(call, estate))) {
            open.size(size);
        }
        if (call.has(Globals.PLAN)) {
            names.forEach(name ->
                    call.out()
                            .line(
                                    "+ machine "
                                            + name
                                            + "  "
                                            + provider.name()
                                            + " "
                                            + size
                                            + (call.has(bare)
                                                    ? ""
                                                    : call.has(noEngine)
                                                            ? ", beltd"
                                                            : ", engine, beltd")));
            return Exit.DONE;
        }
        HostRequirements needs = HostRequirements.of(provider);
        needs.requireNoBlocker(call, provider);
        needs.ensurePackages(call);
        make(call, estate, provider, names, size);
        List<Machine> made =
                estate.cluster().inventory().machines().stream()
                        .filter(machine -> names.contains(machine.name()))
                        .toList();
        call.out().list(MachineTable.view(), made);
        call.out().next("belt active " + names.getFirst());
        return Exit.DONE;
    }

    private void make(
            Call call, Estate estate, ProviderType provider, List<String> names, String size)
            throws InterruptedException {
        try (var _ = call.interrupts().during("belt create " + String.join(" ", call.arguments()));
                var _ = MachineWork.lock(estate, "create");
                Progress progress = call.progress("create")) {
            progress.expect(names.size());
            var wish =
                    new MachineWork.Wish(
                            names,
                            size,
                            call.find(region).orElse(""),
                            call.find(image).orElse(""),
                            labels(call),
                            options(call, estate));
            List<Outcome<Machine>> outcomes =
                    new MachineWork(estate, progress).create(provider.name(), wish);
            List<Machine> made = Outcomes.values(outcomes);
            if (call.has(bare)) {
                made.forEach(machine -> progress.done(machine.name(), "made"));
                Outcomes.require(outcomes, "were not made");
                return;
            }
            var provisioned = new NodeWork(estate, progress).provision(made);
            var all =
                    new ArrayList<Outcome<?>>(
                            outcomes.stream()
                                    .filter(outcome -> outcome instanceof Outcome.Failed<Machine>)
                                    .toList());
            all.addAll(provisioned);
            Outcomes.require(all, "were not made");
        }
    }

    private Map<String, String> labels(Call call) {
        var labels = new HashMap<>(pairs(call.get(label), label));
        if (call.has(noEngine)) {
            labels.put(NodeWork.ENGINE_LABEL, NodeWork.NO_ENGINE);
        }
        return labels;
    }

    private Map<String, String> options(Call call, Estate estate) {
        var options = new HashMap<>(estate.config().options());
        options.putAll(pairs(call.get(define), define));
        return options;
    }

    private static Map<String, String> pairs(List<String> texts, Opt<?> option) {
        var pairs = new HashMap<String, String>();
        for (String text : texts) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new BeltException.InvalidInput(
                        belt.cli.problem.CliProblem.BAD_VALUE,
                        option.longName() + ": '" + text + "' has not the form KEY=VALUE");
            }
            pairs.put(text.substring(0, at), text.substring(at + 1));
        }
        return pairs;
    }
}
