package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.creation.Finish;
import belt.cli.join.JoinFinish;
import belt.cli.join.JoinProblem;
import belt.cli.join.JoinRole;
import belt.cli.join.JoinUserData;
import belt.cli.operate.Cost;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.OperatorAddress;
import belt.cli.operate.Order;
import belt.cli.output.Words;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Durations;
import belt.core.NaturalOrder;
import belt.provider.Account;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `belt create`.
final class Create implements Command {
    private final CreateOptions wish = new CreateOptions();
    private final Opt<Boolean> bare = Opt.flag("--bare").help("machines only: no engine, no beltd");
    private final Opt<JoinRole> join =
            Opt.of("--join", "ROLE", text -> Globals.choice(JoinRole.values(), text))
                    .help("let them join by themselves as worker or manager, without SSH");
    private final Opt<OnFailure> onFailure =
            Opt.of("--on-failure", "WHAT", text -> Globals.choice(OnFailure.values(), text))
                    .orElse(OnFailure.ASK)
                    .help("if some fail: rollback, keep or ask (ask; without a terminal: keep)");
    private final Opt<String> keepFailed =
            Opt.maybe("--keep-failed", "DURATION", "24h")
                    .help(
                            "machines that fail stay for so long to be looked at, then belt gc offers them (24h)");
    private final Opt<String> budget =
            Opt.text("--budget", "AMOUNT")
                    .help("what all of it may cost: 50, 50/month or 0.5/hour, in US dollars");

    @Override
    public Spec spec() {
        var options = new ArrayList<Opt<?>>(List.of(wish.all()));
        options.addAll(List.of(bare, join, onFailure, keepFailed, budget));
        return Spec.of(Spec.Group.MACHINES, "create", "Make machines and turn them into nodes")
                .arguments("SIZE [PATTERN…]")
                .options(options.toArray(Opt<?>[]::new))
                .example("belt create 512mb 'node[1:4]'", "four machines in the cluster in use")
                .example("belt create s-1vcpu-1gb 'w[01:20]' --budget 150", "with a limit to pay")
                .example("belt create 1gb 'w[1:9]' --region ams3,fra1,lon1", "three in each place")
                .example("belt create 1gb 'w[1:500]' --join worker", "nodes without SSH")
                .example("belt create 1gb db --plan", "what would be done, and what it costs")
                .note(
                        "Everything is written down before it is done: after a failure, Ctrl-C or a crash, belt resume goes on"
                                + " and belt rollback removes what was made. Running it again goes on, too.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var policy = // wrong values are said before anything is made
                new AfterCreation.Policy(
                        call.get(onFailure),
                        call.find(keepFailed).map(Durations::parse).orElse(null));
        requireOne(call);
        Estate estate = Estate.currentOrDefault(call);
        ProviderType type = Providers.require(wish.provider(call, estate), call.io());
        if (call.has(Globals.PLAN)) {
            var address = new OperatorAddress(estate);
            Order order = address.guarded(type, wish.order(call, estate, call.has(bare)), false);
            try (MachineProvider provider = estate.open(type.name(), order.options())) {
                print(call, type, provider.plan(order.request()));
            }
            return Exit.DONE;
        }
        HostRequirements needs = HostRequirements.of(type);
        needs.requireNoBlocker(call, type);
        needs.ensurePackages(call);
        List<String> names = make(call, estate, type, policy);
        List<Machine> made =
                estate.cluster().inventory().machines().stream()
                        .filter(machine -> names.contains(machine.name()))
                        .toList();
        call.out().list(MachineTable.view(), made);
        call.out()
                .next(
                        call.find(join).isPresent()
                                ? "belt node ls"
                                : "belt active " + names.getFirst());
        return Exit.DONE;
    }

    private void print(Call call, ProviderType type, CreatePlan plan) {
        var lines = new TreeMap<String, String>(NaturalOrder.INSTANCE);
        String what =
                call.has(bare)
                        ? ""
                        : (call.has(wish.noEngine) ? ", beltd" : ", engine, beltd")
                                + call.find(join)
                                        .map(role -> ", joins as a " + role.word())
                                        .orElse("");
        for (Batch batch : plan.batches()) {
            String region = batch.spec().region();
            String where = region.isEmpty() || region.equals(type.name()) ? "" : " " + region;
            batch.names()
                    .forEach(name ->
                            lines.put(
                                    name,
                                    "+ machine "
                                            + name
                                            + "  "
                                            + type.name()
                                            + " "
                                            + batch.spec().size()
                                            + where
                                            + what));
        }
        lines.values().forEach(call.out()::line);
        plan.existing().stream()
                .sorted()
                .forEach(name -> call.out().line("= machine " + name + "  is there"));
        plan.notes().forEach(call.out()::say);
        call.out().line(Cost.of(plan).line());
    }

    private List<String> make(
            Call call, Estate estate, ProviderType type, AfterCreation.Policy policy)
            throws InterruptedException {
        try (var _ = call.interrupts().during("belt resume");
                var _ = MachineWork.lock(estate, "create");
                Progress progress = call.progress("create")) {
            var finishes = new Finishes(estate, progress);
            Finish finish =
                    call.find(join)
                            .<Finish>map(role -> new JoinFinish(estate, progress, role))
                            .orElseGet(() -> finishes.of(call.has(bare)));
            Order wanted = order(call, estate, type, progress).finishedBy(finish);
            Order order = new OperatorAddress(estate).guarded(type, wanted, true);
            List<String> names = order.request().names();
            progress.expect(names.size());
            var creations = new Creations(estate, progress, finishes::firstBoot);
            creations.finishFor(order.request());
            try (MachineProvider provider = estate.open(type.name(), order.options(), progress)) {
                Account account = provider.check();
                CreatePlan plan = creations.plan(order, provider);
                requireRoom(account, plan, type);
                plan.notes().forEach(call.out()::say);
                if (plan.count() > 0) {
                    Cost.of(plan)
                            .agree(
                                    call,
                                    call.find(budget).orElse(null),
                                    "Make "
                                            + Words.count(plan.count(), "machine")
                                            + " in "
                                            + estate.cluster().name()
                                            + "?");
                }
                Creations.Made made = creations.make(order, provider, plan);
                new AfterCreation(call, estate, progress).go(made, policy, finish);
            }
            return names;
        }
    }

    private void requireOne(Call call) {
        if (call.has(bare) && call.find(join).isPresent()) {
            throw new BeltException.InvalidInput(
                    JoinProblem.NOT_TOGETHER,
                    "--bare and --join exclude each other: who joins becomes a node");
        }
    }

    private Order order(Call call, Estate estate, ProviderType type, Progress progress)
            throws InterruptedException {
        Order order = wish.order(call, estate, call.has(bare));
        if (call.find(join).isEmpty()) {
            return order;
        }
        CreateRequest request = order.request();
        MachineSpec asked = request.spec();
        if (asked.userData().isEmpty()) {
            asked = asked.withUserData(estate.userData(type, order.options()));
        }
        MachineSpec spec =
                new JoinUserData(estate, progress).of(asked, type, request.names().size());
        return new Order(
                order.provider(),
                new CreateRequest(request.names(), spec, request.regions()),
                order.options(),
                order.command(),
                order.finish());
    }

    private static void requireRoom(Account account, CreatePlan plan, ProviderType type) {
        int after = account.machines() + plan.count();
        if (account.machineLimit() > 0
                && account.machines() >= 0
                && after > account.machineLimit()) {
            throw new BeltException.Refused(
                    ProviderProblem.QUOTA,
                    "the account at "
                            + type.name()
                            + " may have "
                            + account.machineLimit()
                            + " machines, has "
                            + account.machines()
                            + " and would get "
                            + plan.count()
                            + " more");
        }
    }
}
