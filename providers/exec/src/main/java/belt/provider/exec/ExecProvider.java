package belt.provider.exec;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Account;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.ImageOffer;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.RegionOffer;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/// Has an executable do what the contract says, and believes nothing that does not fit: a machine of another cluster in
/// this cluster's listing, an outcome for nobody, a name in two batches.
final class ExecProvider implements MachineProvider {
    private final ExecType type;
    private final ProviderContext context;
    private final Session session;

    ExecProvider(ExecType type, ProviderContext context, Session session) {
        this.type = type;
        this.context = context;
        this.session = session;
    }

    @Override
    public ProviderType type() {
        return type;
    }

    @Override
    public Account check() throws InterruptedException {
        return session.ask(Request.read("check", Map.of()), Results::account);
    }

    @Override
    public List<SizeOffer> sizes() throws InterruptedException {
        return session.ask(Request.read("sizes", Map.of()), Results::sizes);
    }

    @Override
    public List<RegionOffer> regions() throws InterruptedException {
        return type.can(Capability.REGIONS)
                ? session.ask(Request.read("regions", Map.of()), Results::regions)
                : List.of();
    }

    @Override
    public List<ImageOffer> images() throws InterruptedException {
        return type.can(Capability.IMAGES)
                ? session.ask(Request.read("images", Map.of()), Results::images)
                : List.of();
    }

    @Override
    public MachineSize size(String text) throws InterruptedException {
        return session.ask(Request.read("size", Map.of("text", text)), Results::size);
    }

    @Override
    public CreatePlan plan(CreateRequest request) throws InterruptedException {
        var params = new LinkedHashMap<String, Object>();
        params.put("names", request.names());
        params.put("spec", Requests.spec(request.spec()));
        params.put("regions", request.regions());
        return session.ask(Request.read("plan", params), from -> Plans.plan(request, from));
    }

    @Override
    public CreatePlan prepare(CreatePlan plan) throws InterruptedException {
        if (!type.hello().prepares() || plan.batches().isEmpty()) {
            return plan;
        }
        var params = Map.of("batches", plan.batches().stream().map(Requests::batch).toList());
        return session.ask(Request.change("prepare", params), from -> Plans.prepared(plan, from));
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException {
        var request =
                new Request(
                        "create",
                        Requests.batch(batch),
                        true,
                        event -> {
                            if (event.text("event").equals("machine")) {
                                onState.accept(made(batch, event.object("machine")));
                            }
                        });
        return session.ask(request, from -> created(batch, from, onState));
    }

    private List<Outcome<Machine>> created(Batch batch, Fields from, Consumer<Machine> onState) {
        Map<String, Outcome<Machine>> byName =
                byKey(
                        from,
                        "name",
                        new HashSet<>(batch.names()),
                        (name, each) -> {
                            Machine machine = made(batch, each.object("machine"));
                            if (!machine.name().equals(name)) {
                                throw new Nonsense(
                                        "sent machine " + machine.name() + " as " + name);
                            }
                            onState.accept(machine);
                            return machine;
                        });
        return batch.names().stream().map(name -> byName.getOrDefault(name, lost(name))).toList();
    }

    private Outcome<Machine> lost(String name) {
        return new Outcome.Failed<>(
                name,
                new BeltException.Unreachable(
                        ProviderProblem.OUTCOME_UNKNOWN,
                        "provider " + type.name() + " did not say what became of " + name));
    }

    private Machine made(Batch batch, Fields from) {
        Machine machine = ofThisCluster(from);
        if (!batch.names().contains(machine.name())) {
            throw new Nonsense("sent machine " + machine.name() + ", which is not in the batch");
        }
        if (!machine.batch().equals(batch.id()) && !type.can(Capability.IDEMPOTENT_CREATE)) {
            throw new Nonsense("sent machine " + machine.name() + " of another batch");
        }
        return machine;
    }

    private Machine ofThisCluster(Fields from) {
        Machine machine = Results.machine(type.name(), from);
        if (!machine.cluster().equals(context.cluster())) {
            throw new Nonsense(
                    "sent machine "
                            + machine.name()
                            + " of cluster "
                            + machine.cluster()
                            + " for cluster "
                            + context.cluster());
        }
        return machine;
    }

    @Override
    public List<Machine> list(Selection selection) throws InterruptedException {
        var params = new LinkedHashMap<String, Object>();
        Function<Fields, Machine> read;
        switch (selection) {
            case Selection.OfCluster _ -> {
                params.put("selection", "cluster");
                read = this::ofThisCluster;
            }
            case Selection.OfBatch(var id) -> {
                params.put("selection", "batch");
                params.put("batch", id);
                read = this::ofThisCluster;
            }
            case Selection.Everything _ -> {
                params.put("selection", "everything");
                read = from -> Results.machine(type.name(), from);
            }
        }
        var machines = new ArrayList<Machine>();
        var pages = new HashSet<String>();
        for (String next = page(params, read, machines);
                !next.isEmpty();
                next = page(params, read, machines)) {
            params.put("page", next);
            if (!pages.add(next)) {
                throw new BeltException.Unreachable(
                        ExecProblem.BROKEN,
                        "provider " + type.name() + " names the page " + next + " twice");
            }
        }
        requireEachOnce(machines);
        return machines;
    }

    private String page(
            Map<String, Object> params, Function<Fields, Machine> read, List<Machine> machines)
            throws InterruptedException {
        return session.ask(
                Request.read("list", new LinkedHashMap<>(params)),
                from -> {
                    from.requireObjects("machines").stream().map(read).forEach(machines::add);
                    return from.text("next", "");
                });
    }

    private void requireEachOnce(List<Machine> machines) {
        var ids = new HashSet<String>();
        for (Machine machine : machines) {
            if (!ids.add(machine.id())) {
                throw new BeltException.Unreachable(
                        ExecProblem.BROKEN,
                        "provider " + type.name() + " lists the id " + machine.id() + " twice");
            }
        }
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        return change("delete", machines, Map.of());
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return change(Capability.STOP_START, "start", machines, Map.of());
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return change(Capability.STOP_START, "stop", machines, Map.of());
    }

    @Override
    public List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return change(Capability.STOP_START, "stop", machines, Map.of("force", true));
    }

    @Override
    public List<Outcome<Machine>> restart(Collection<Machine> machines)
            throws InterruptedException {
        return change(Capability.RESTART, "restart", machines, Map.of());
    }

    @Override
    public List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        return change(Capability.RESIZE, "resize", machines, Map.of("size", Requests.size(size)));
    }

    private List<Outcome<Machine>> change(
            Capability needed, String method, Collection<Machine> machines, Map<String, ?> more)
            throws InterruptedException {
        if (!type.can(needed)) {
            throw needed.missing(type);
        }
        return change(method, machines, more);
    }

    private List<Outcome<Machine>> change(
            String method, Collection<Machine> machines, Map<String, ?> more)
            throws InterruptedException {
        if (machines.isEmpty()) {
            return List.of();
        }
        var params = new LinkedHashMap<String, Object>(more);
        params.put("machines", Requests.machines(machines));
        var byId = new HashMap<String, Machine>();
        machines.forEach(machine -> byId.put(machine.id(), machine));
        return session.ask(
                Request.change(method, params),
                from -> {
                    Map<String, Outcome<Machine>> outcomes =
                            byKey(from, "id", byId.keySet(), (id, each) -> changed(byId, id, each));
                    return machines.stream()
                            .map(machine ->
                                    named(
                                            machine.name(),
                                            outcomes.getOrDefault(
                                                    machine.id(), lost(machine.name()))))
                            .toList();
                });
    }

    private Machine changed(Map<String, Machine> byId, String id, Fields from) {
        Machine before = Objects.requireNonNull(byId.get(id));
        if (!from.has("machine")) {
            return before;
        }
        Machine after = ofThisCluster(from.object("machine"));
        if (!after.id().equals(id)) {
            throw new Nonsense("sent machine " + after.id() + " as " + id);
        }
        return after;
    }

    private static Outcome<Machine> named(String name, Outcome<Machine> outcome) {
        return switch (outcome) {
            case Outcome.Done<Machine> done -> new Outcome.Done<>(name, done.value());
            case Outcome.Failed<Machine> failed -> new Outcome.Failed<>(name, failed.problem());
        };
    }

    private interface Reader {
        Machine read(String key, Fields outcome);
    }

    /// The outcomes by name or id; each at most once, and only of those that were asked for.
    private Map<String, Outcome<Machine>> byKey(
            Fields from, String key, Collection<String> asked, Reader reader) {
        var outcomes = new HashMap<String, Outcome<Machine>>();
        for (Fields each : from.requireObjects("outcomes")) {
            String name = each.text(key);
            if (!asked.contains(name)) {
                throw new Nonsense("sent an outcome for " + name + ", which was not asked for");
            }
            Outcome<Machine> outcome =
                    each.has("error")
                            ? new Outcome.Failed<>(
                                    name, Failures.of(type.name(), each.object("error")))
                            : new Outcome.Done<>(name, reader.read(name, each));
            if (outcomes.put(name, outcome) != null) {
                throw new Nonsense("sent two outcomes for " + name);
            }
        }
        return outcomes;
    }

    @Override
    public FirewallPlan firewall(List<FirewallRule> rules) throws InterruptedException {
        if (!type.can(Capability.FIREWALL)) {
            throw Capability.FIREWALL.missing(type);
        }
        return session.ask(
                Request.read("firewall", Map.of("rules", Requests.rules(rules))),
                Results::firewall);
    }

    @Override
    public void apply(FirewallPlan plan) throws InterruptedException {
        if (!type.can(Capability.FIREWALL)) {
            throw Capability.FIREWALL.missing(type);
        }
        session.ask(
                Request.change("apply-firewall", Map.of("changes", Requests.changes(plan))),
                from -> from);
    }

    @Override
    public void forgetCluster() throws InterruptedException {
        session.ask(Request.change("forget-cluster", Map.of()), from -> from);
    }

    @Override
    public void close() {
        session.close();
    }
}
