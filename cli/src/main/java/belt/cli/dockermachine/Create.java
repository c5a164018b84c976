package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterKeys;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.state.Workspace;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `belt machine create`: one machine, with Docker Machine's flags.
final class Create implements Command {
    /// The options by which a provider is reached again later: they hold for the cluster. All others belong to the one machine.
    private static final List<String> REACH =
            List.of("endpoint", "api-url", "insecure-transport", "profile", "instance-credentials");

    /// How long the new engine may take to answer, over TLS and from here.
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Opt<String> driver =
            Opt.text("-d, --driver", "DRIVER")
                    .help(
                            "generic, local, digitalocean, amazonec2, … (the cluster's; MACHINE_DRIVER)");
    private final Opt<String> size =
            Opt.text("--size", "SIZE").help("for drivers without a flag of their own for it (1gb)");
    private final Opt<String> enginePort = Opt.text("--generic-engine-port", "PORT").hide();
    private final Opt<Boolean> bare =
            Opt.flag("--bare").help("the machine only: no engine, no certificates");
    private final EngineFlags engine = new EngineFlags();
    private final DriverFlags drivers = new DriverFlags();

    /// What to make.
    private record Order(
            Estate estate,
            ProviderType type,
            String name,
            String size,
            Map<String, String> options,
            Map<String, String> labels) {
        MachineWork.Wish wish() {
            return new MachineWork.Wish(List.of(name), size, "", "", labels, options);
        }
    }

    @Override
    public Spec spec() {
        return Verb.spec("create", "Make a machine with a container engine")
                .arguments("NAME")
                .options(driver, size, bare)
                .options(engine.opts())
                .options(drivers.opts())
                .options(enginePort)
                .explains(DriverFlags::explain)
                .example(
                        "belt machine create -d generic --generic-ip-address 10.0.0.5 web1",
                        "a server that you have")
                .example(
                        "belt machine create -d digitalocean --digitalocean-region fra1 web2",
                        "a droplet; DIGITALOCEAN_ACCESS_TOKEN holds the token")
                .example("belt machine create -d amazonec2 web3", "an EC2 instance")
                .note(
                        "Each driver's flags have Docker Machine's environment variables. Exit codes are Docker Machine's: 3 where"
                                + " something failed before anything was made, else 1. belt create makes many at once.");
    }

    @Override
    public int run(Call given) throws InterruptedException {
        Call call = drivers.withCredentials(given);
        String name = call.argument(0);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new BeltException.InvalidInput(
                            MachineProblem.BAD_NAME,
                            "Invalid hostname specified. Allowed hostname chars are: 0-9a-zA-Z . -")
                    .withDetail("the name is '" + name + "'");
        }
        engine.check(call);
        var fleet = new Fleet(call);
        if (fleet.all().stream().anyMatch(machine -> machine.name().equals(name))) {
            throw new BeltException.Conflict(
                    MachineProblem.EXISTS, "Docker machine \"" + name + "\" already exists");
        }
        ProviderType type = type(call, fleet);
        Map<String, String> own = drivers.given(call, type);
        checkEnginePort(call);
        Map<String, Object> settings = engine.settings(call);
        var labels = new LinkedHashMap<>(engine.labels(call, MachineWords.driver(type.name())));
        if (call.has(bare)) {
            labels.put(NodeWork.BARE_LABEL, "true");
        }
        boolean first = fleet.cluster().isEmpty();
        Estate estate = fleet.estateFor(type.name());
        var options = new LinkedHashMap<>(estate.options(type.name()));
        options.putAll(own);
        String wanted = call.find(size).orElseGet(() -> drivers.size(call, type, options));
        var order = new Order(estate, type, name, wanted, options, labels);
        call.out().line("Running pre-create checks...");
        try {
            check(call, order);
        } catch (BeltException e) {
            if (first) { // not even the cluster, which this create would have been the first of
                estate.cluster().remove();
            }
            throw e;
        }
        remember(estate, type, own);
        make(call, order, settings);
        return Exit.DONE;
    }

    private ProviderType type(Call call, Fleet fleet) {
        String word =
                call.find(driver)
                        .or(() -> call.io().variable("MACHINE_DRIVER"))
                        .or(() -> fleet.cluster().map(each -> each.config().driver()))
                        .orElse(Workspace.DEFAULT_DRIVER);
        try {
            return Providers.require(MachineWords.provider(word), call.io());
        } catch (BeltException e) {
            var problem =
                    new BeltException.InvalidInput(
                            MachineProblem.NO_DRIVER, "Driver \"" + word + "\" not found", e);
            e.detail().ifPresent(problem::withDetail);
            throw problem.withRemedy("belt help providers");
        }
    }

    private void checkEnginePort(Call call) {
        String port =
                call.find(enginePort)
                        .or(() -> call.io().variable("GENERIC_ENGINE_PORT"))
                        .orElse("2376");
        if (!port.equals("2376")) {
            throw new BeltException.InvalidInput(
                    MachineProblem.OTHER_DRIVER,
                    "beltd answers on port 2376: --generic-engine-port " + port + " cannot be");
        }
    }

    /// All that can be found out before something is made.
    ///
    /// @throws BeltException with Docker Machine's exit code 3
    private static void check(Call call, Order order) throws InterruptedException {
        try {
            requireSameReach(order);
            HostRequirements needs = HostRequirements.of(order.type());
            needs.requireNoBlocker(call, order.type());
            needs.ensurePackages(call);
            String key =
                    new ClusterKeys(order.estate().cluster(), call.io().clock()).sshPublicKey();
            try (MachineProvider open = order.estate().open(order.type().name(), order.options())) {
                open.check();
                open.plan(
                        CreateRequest.of(
                                List.of(order.name()),
                                MachineSpec.of(order.size(), key).withLabels(order.labels())));
            }
        } catch (BeltException.Bug e) {
            throw e;
        } catch (BeltException e) {
            var problem =
                    new BeltException.InvalidInput(
                            MachineProblem.PRE_CREATE,
                            "Error with pre-create check: \"" + e.getMessage() + "\"",
                            e);
            problem.withDetail(e.detail().map(text -> text + "\n").orElse("") + e.code().id());
            e.remedy().ifPresent(problem::withRemedy);
            throw problem;
        }
    }

    /// Machines that were made at another endpoint, or with another profile, would be lost from sight.
    private static void requireSameReach(Order order) {
        String provider = order.type().name();
        Map<String, String> before = order.estate().options(provider);
        List<String> there =
                order.estate().cluster().inventory().machines().stream()
                        .filter(machine -> machine.provider().equals(provider))
                        .map(Machine::name)
                        .toList();
        for (String key : REACH) {
            String now = order.options().getOrDefault(key, "");
            String then = before.getOrDefault(key, "");
            if (!there.isEmpty() && !now.equals(then)) {
                throw new BeltException.Conflict(
                                MachineProblem.OTHER_REACH,
                                "cluster "
                                        + order.estate().cluster().name()
                                        + " has machines at "
                                        + provider
                                        + " with "
                                        + key
                                        + " '"
                                        + then
                                        + "', and this one would be made with '"
                                        + now
                                        + "'")
                        .withDetail("they would be lost from sight: " + String.join(", ", there))
                        .withRemedy("belt cluster new --driver " + provider + " NAME");
            }
        }
    }

    private static void remember(Estate estate, ProviderType type, Map<String, String> own) {
        var reach = new LinkedHashMap<>(estate.cluster().optionsOf(type.name()));
        own.forEach((key, value) -> {
            if (REACH.contains(key)) {
                reach.put(key, value);
            }
        });
        if (!reach.isEmpty()) {
            estate.cluster().saveOptionsOf(type.name(), reach);
        }
    }

    private void make(Call call, Order order, Map<String, Object> settings)
            throws InterruptedException {
        Estate estate = order.estate();
        String name = order.name();
        call.out().line("Creating machine...");
        try (var _ = call.interrupts().during("belt machine provision " + name);
                var _ = MachineWork.lock(estate, "machine create");
                Progress progress = call.progress("create")) {
            progress.expect(1);
            var outcomes =
                    new MachineWork(estate, progress).create(order.type().name(), order.wish());
            Outcomes.require(outcomes, "were not made");
            List<Machine> made = Outcomes.values(outcomes);
            if (made.isEmpty()) {
                throw new BeltException.OperationFailed(
                        CoreProblem.INTERNAL, "the provider made no machine and said nothing");
            }
            if (call.has(bare)) {
                progress.done(name, "made");
                return;
            }
            call.out().line("Waiting for SSH to be available...");
            if (!settings.isEmpty()) {
                EngineFile.write(call, estate, made.getFirst(), EngineFlags.json(settings));
            }
            call.out().line("Installing Docker...");
            Outcomes.require(
                    new NodeWork(estate, progress).provision(made),
                    "were made, but are no nodes yet");
            call.out().line("Checking connection to Docker...");
            new Endpoint(call, estate.cluster(), made.getFirst()).version(ANSWER);
        }
        call.out().line("Docker is up and running!");
        call.out()
                .line(
                        "To see how to connect your Docker Client to the Docker Engine running on this virtual machine, run: belt machine env "
                                + name);
    }
}
