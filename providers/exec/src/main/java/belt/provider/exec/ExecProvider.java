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
import belt.provider.Labels;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.RegionOffer;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Has an executable do what the contract says. Its answers are {@link Believed} where they fit.
final class ExecProvider implements MachineProvider {
    private final ExecType type;
    private final Session session;
    private final Believed believed;

    ExecProvider(ExecType type, ProviderContext context, Session session) {
        this.type = type;
        this.session = session;
        this.believed = new Believed(type, context);
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
                                onState.accept(believed.made(batch, event.object("machine")));
                            }
                        });
        return session.ask(request, from -> believed.created(batch, from, onState));
    }

    @Override
    public List<Machine> list(Selection selection) throws InterruptedException {
        var params = new LinkedHashMap<String, Object>();
        Function<Fields, Machine> read;
        switch (selection) {
            case Selection.OfCluster _ -> {
                params.put("selection", "cluster");
                read = believed::ofThisCluster;
            }
            case Selection.OfBatch(var id) -> {
                params.put("selection", "batch");
                params.put("batch", id);
                read = believed::ofThisCluster;
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

    @Override
    public List<Outcome<Machine>> label(Collection<Machine> machines, Map<String, String> labels)
            throws InterruptedException {
        return change(Capability.RELABEL, "label", machines, Map.of("labels", labels)).stream()
                .map(each -> Labels.added(each, labels))
                .toList();
    }

    private List<Outcome<Machine>> change(
            Capability needed, String method, Collection<Machine> machines, Map<String, ?> more)
            throws InterruptedException {
        require(needed);
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
        return session.ask(
                Request.change(method, params), from -> believed.changed(machines, from));
    }

    @Override
    public FirewallPlan firewall(List<FirewallRule> rules) throws InterruptedException {
        require(Capability.FIREWALL);
        return session.ask(
                Request.read("firewall", Map.of("rules", Requests.rules(rules))),
                Results::firewall);
    }

    @Override
    public void apply(FirewallPlan plan) throws InterruptedException {
        require(Capability.FIREWALL);
        session.ask(
                Request.change("apply-firewall", Map.of("changes", Requests.changes(plan))),
                from -> from);
    }

    @Override
    public Set<String> managers() throws InterruptedException {
        require(Capability.MANAGER_RULES);
        return session.ask(
                Request.read("managers", Map.of()), from -> Set.copyOf(from.texts("ids")));
    }

    @Override
    public void managers(Collection<Machine> machines) throws InterruptedException {
        require(Capability.MANAGER_RULES);
        session.ask(
                Request.change("set-managers", Map.of("machines", Requests.machines(machines))),
                from -> from);
    }

    private void require(Capability capability) {
        if (!type.can(capability)) {
            throw capability.missing(type);
        }
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
