package belt.provider.testkit;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.core.Outcome;
import belt.provider.Account;
import belt.provider.Answers;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderOptions;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.RegionOffer;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Speaks to a {@link FakeCloud}: a model of how a provider keeps the contract.
final class FakeCloudProvider implements MachineProvider {
    private static final String CLUSTER = "belt-cluster";
    private static final String BATCH = "belt-batch";
    private static final String LABEL = "label-";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 90;
    private static final Map<String, SizeOffer> SIZES =
            Map.of(
                    "small", offer("small", 1, "0.01"),
                    "large", offer("large", 8, "0.08"));

    private final FakeCloudType type;
    private final FakeCloud cloud;
    private final ProviderContext context;
    private final ProviderOptions options;

    FakeCloudProvider(
            FakeCloudType type, FakeCloud cloud, ProviderContext context, ProviderOptions options) {
        this.type = type;
        this.cloud = cloud;
        this.context = context;
        this.options = options;
    }

    private static SizeOffer offer(String name, int gigabytes, String price) {
        return new SizeOffer(
                new MachineSize(name, (long) gigabytes << 30, gigabytes),
                0,
                Price.hourly(new BigDecimal(price)),
                List.of());
    }

    @Override
    public ProviderType type() {
        return type;
    }

    @Override
    public Account check() throws InterruptedException {
        if (context.credentials().require("token", type).reveal().startsWith("wrong")) {
            throw new BeltException.MissingCredentials(
                    ProviderProblem.CREDENTIALS, "the cloud does not take the token");
        }
        retried(() -> {
            cloud.account();
            return true;
        });
        return new Account("fake", cloud.limits().machines(), -1, new LinkedHashMap<>());
    }

    @Override
    public List<SizeOffer> sizes() {
        return List.copyOf(SIZES.values());
    }

    @Override
    public List<RegionOffer> regions() {
        return List.of(
                new RegionOffer("north", "the north", true),
                new RegionOffer("south", "the south", true));
    }

    @Override
    public MachineSize size(String text) {
        return offer(text).size();
    }

    private static SizeOffer offer(String text) {
        SizeOffer offer = SIZES.get(text);
        if (offer == null) {
            throw new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_SIZE, "provider cloud has no size " + text)
                    .withDetail("did you mean " + Nearest.to(text, SIZES.keySet()));
        }
        return offer;
    }

    @Override
    public CreatePlan plan(CreateRequest request) throws InterruptedException {
        SizeOffer offer = offer(request.spec().size());
        var existing = new LinkedHashSet<String>();
        list(Selection.cluster()).forEach(machine -> existing.add(machine.name()));
        existing.retainAll(request.names());
        List<String> regions = regions(request);
        var batches = new ArrayList<Batch>();
        for (int turn = 0; turn < regions.size(); turn++) {
            var names = new ArrayList<String>();
            for (int i = turn; i < request.names().size(); i += regions.size()) {
                if (!existing.contains(request.names().get(i))) {
                    names.add(request.names().get(i));
                }
            }
            MachineSpec spec = request.spec().withRegion(regions.get(turn));
            for (int at = 0; at < names.size(); at += cloud.limits().namesPerCall()) {
                int end = Math.min(names.size(), at + cloud.limits().namesPerCall());
                batches.add(Batch.of(names.subList(at, end), spec, offer.price()));
            }
        }
        return new CreatePlan(batches, existing, 4, List.of());
    }

    private List<String> regions(CreateRequest request) {
        List<String> regions =
                !request.regions().isEmpty()
                        ? request.regions()
                        : List.of(
                                request.spec().region().isEmpty()
                                        ? options.get("region", "north")
                                        : request.spec().region());
        for (String region : regions) {
            if (regions().stream().noneMatch(each -> each.id().equals(region))) {
                throw new BeltException.InvalidInput(
                        ProviderProblem.UNKNOWN_REGION, "provider cloud has no region " + region);
            }
        }
        return regions;
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException {
        var tags = new HashMap<String, String>();
        tags.put(CLUSTER, context.cluster());
        tags.put(BATCH, batch.id());
        batch.spec().labels().forEach((key, value) -> tags.put(LABEL + key, value));
        MachineSpec spec = batch.spec();
        List<FakeCloud.Unit> units =
                rateLimited(() ->
                        cloud.create(
                                batch.token(), batch.names(), spec.size(), spec.region(), tags));
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (FakeCloud.Unit unit : units) {
            Machine machine = machine(unit);
            onState.accept(machine);
            outcomes.add(new Outcome.Done<>(machine.name(), machine));
        }
        return outcomes;
    }

    @Override
    public List<Machine> list(Selection selection) throws InterruptedException {
        List<FakeCloud.Unit> units =
                retried(() ->
                        switch (selection) {
                            case Selection.OfCluster() -> cloud.list(CLUSTER, context.cluster());
                            case Selection.OfBatch(var id) -> cloud.list(BATCH, id);
                            case Selection.Everything() -> cloud.list("", "");
                        });
        return units.stream()
                .filter(unit -> unit.tags().containsKey(CLUSTER))
                .map(this::machine)
                .toList();
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        return each(machines, this::delete);
    }

    private Machine delete(Machine machine) throws InterruptedException {
        long id = Long.parseLong(machine.id());
        try {
            FakeCloud.Unit unit = retried(() -> cloud.get(id));
            if (!machine.cluster().equals(unit.tags().get(CLUSTER))) {
                throw new BeltException.Refused(
                        ProviderProblem.NOT_OURS,
                        machine.name() + " (" + id + ") carries no tag of " + machine.cluster());
            }
            retried(() -> {
                cloud.delete(id);
                return true;
            });
        } catch (BeltException.NotFound e) {
            return machine; // gone already
        }
        return machine;
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return each(machines, machine -> machine(retried(() -> cloud.stop(id(machine), false))));
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return each(machines, machine -> machine(retried(() -> cloud.stop(id(machine), true))));
    }

    @Override
    public List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        return each(
                machines,
                machine -> machine(retried(() -> cloud.resize(id(machine), size.text()))));
    }

    @Override
    public void forgetCluster() throws InterruptedException {
        Answers.requireNone(
                context.cluster(),
                list(Selection.cluster()).stream().map(Machine::name).toList(),
                "at the fake cloud");
    }

    private static long id(Machine machine) {
        return Long.parseLong(machine.id());
    }

    private Machine machine(FakeCloud.Unit unit) {
        boolean active = cloud.active(unit);
        var labels = new HashMap<String, String>();
        unit.tags()
                .forEach((key, value) -> {
                    if (key.startsWith(LABEL)) {
                        labels.put(key.substring(LABEL.length()), value);
                    }
                });
        SizeOffer offer = offer(unit.size());
        Price price = offer.price();
        MachineState state =
                unit.removedAt() != null
                        ? MachineState.CHANGING
                        : !active
                                ? MachineState.NEW
                                : unit.stopped() ? MachineState.STOPPED : MachineState.ACTIVE;
        return Machine.named(
                        unit.name(),
                        Long.toString(unit.id()),
                        FakeCloudType.NAME,
                        unit.tags().getOrDefault(CLUSTER, ""))
                .region(unit.region())
                .size(offer.size())
                .addresses(
                        active
                                ? List.of("10.0." + unit.id() / 250 + "." + unit.id() % 250)
                                : List.of())
                .state(
                        state,
                        unit.removedAt() != null
                                ? "it is being removed"
                                : unit.stopped() ? "it was stopped" : null)
                .labels(labels)
                .createdAt(unit.madeAt())
                .batch(unit.tags().getOrDefault(BATCH, ""))
                .pricePerHour(price == null ? null : price.perHour())
                .build();
    }

    private interface Work {
        Machine on(Machine machine) throws InterruptedException;
    }

    private static List<Outcome<Machine>> each(Collection<Machine> machines, Work work)
            throws InterruptedException {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Machine machine : machines) {
            try {
                outcomes.add(new Outcome.Done<>(machine.name(), work.on(machine)));
            } catch (BeltException e) {
                outcomes.add(new Outcome.Failed<>(machine.name(), e));
            }
        }
        return outcomes;
    }

    private interface Call<T> {
        T run() throws FakeCloud.Failure;
    }

    /// A call that may be repeated: a few failures are waited out.
    private <T> T retried(Call<T> call) throws InterruptedException {
        for (int failures = 0; ; failures++) {
            try {
                return rateLimited(call);
            } catch (BeltException.Unreachable e) {
                if (failures == 3) {
                    throw e;
                }
                context.around().waiting().pause(PAUSE, "the cloud");
            }
        }
    }

    private <T> T rateLimited(Call<T> call) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return call.run();
            } catch (FakeCloud.Failure e) {
                if (e.kind() != FakeCloud.Failure.Kind.RATE || tries == TRIES) {
                    throw problem(e);
                }
                context.around().waiting().pause(PAUSE, "rate limit");
            }
        }
    }

    private static BeltException problem(FakeCloud.Failure e) {
        return switch (e.kind()) {
            case QUOTA ->
                    new BeltException.Refused(
                            ProviderProblem.QUOTA, "the account may not have more machines", e);
            case RATE ->
                    new BeltException.Unreachable(
                            ProviderProblem.RATE_LIMITED, "the cloud was asked too often", e);
            case UNAVAILABLE ->
                    new BeltException.Unreachable(
                            ProviderProblem.UNAVAILABLE, "the cloud is not available", e);
            case LOST ->
                    new BeltException.Unreachable(
                            ProviderProblem.OUTCOME_UNKNOWN, "the cloud's reply was lost", e);
            case NOT_FOUND ->
                    new BeltException.NotFound(
                            ProviderProblem.NOT_FOUND, "the cloud knows no such machine", e);
        };
    }
}
