package belt.provider.aws;

import belt.core.Fanout;
import belt.core.Outcome;
import belt.core.Secret;
import belt.provider.Account;
import belt.provider.Answers;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.FirewallPlan;
import belt.provider.FirewallRule;
import belt.provider.ImageOffer;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.RegionOffer;
import belt.provider.Selection;
import belt.provider.SizeOffer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.AccountAttribute;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Region;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// EC2 under the contract. Holds no state beside the clients and what EC2 does not change while a command runs.
final class AwsProvider implements MachineProvider {
    private final ProviderType type;
    private final ProviderContext context;
    private final AwsSettings settings;
    private final AwsCredentials credentials;
    private final Ec2Regions regions;
    private final KnownRegions used;
    private final Types types;
    private final Instances instances;
    private final Groups groups;
    private final Power power;
    private final Planner planner;

    AwsProvider(
            ProviderType type,
            ProviderContext context,
            AwsSettings settings,
            AwsCredentials credentials) {
        this.type = type;
        this.context = context;
        this.settings = settings;
        this.credentials = credentials;
        this.types = new Types(settings.prices());
        this.regions =
                new Ec2Regions(
                        context.around(),
                        settings,
                        credentials,
                        new Pace(context.around(), limited(settings, credentials)));
        this.used = new KnownRegions(context.stateDir());
        this.instances = new Instances(context, settings, types);
        this.groups = new Groups(context, settings);
        this.power = new Power(context, regions, instances);
        this.planner = new Planner(context, settings, regions, types);
    }

    /// Whose calls count together.
    private static Secret limited(AwsSettings settings, AwsCredentials credentials) {
        return Secret.of(
                credentials.id() + " " + settings.endpoint().map(URI::toString).orElse("aws"));
    }

    @Override
    public ProviderType type() {
        return type;
    }

    /// EC2 alone is asked: what only its account knows, and the owner of the default group, which is the account's id. It
    /// tells no limit: `max-instances` is from before limits were counted in processors, and no longer true.
    @Override
    public Account check() throws InterruptedException {
        Ec2Region region = home();
        var facts = new LinkedHashMap<String, String>();
        facts.put("region", region.name());
        facts.put("credentials", credentials.from());
        List<AccountAttribute> attributes =
                region.call(
                                "DescribeAccountAttributes",
                                ec2 ->
                                        ec2.describeAccountAttributes(each ->
                                                each.attributeNamesWithStrings("default-vpc")))
                        .accountAttributes();
        for (AccountAttribute each : attributes) {
            if (!each.attributeValues().isEmpty()) {
                facts.put(each.attributeName(), each.attributeValues().getFirst().attributeValue());
            }
        }
        String owner =
                region
                        .call(
                                "DescribeSecurityGroups",
                                ec2 ->
                                        ec2.describeSecurityGroups(each ->
                                                each.filters(Images.filter("group-name", "default"))
                                                        .maxResults(5)))
                        .securityGroups()
                        .stream()
                        .findFirst()
                        .map(SecurityGroup::ownerId)
                        .orElse("");
        return new Account(owner, 0, -1, facts);
    }

    private Ec2Region home() {
        return regions.of(settings.region());
    }

    @Override
    public List<SizeOffer> sizes() throws InterruptedException {
        return types.offers(home());
    }

    @Override
    public List<RegionOffer> regions() throws InterruptedException {
        return planner.regions().stream()
                .map(each -> new RegionOffer(each.regionName(), "", true))
                .toList();
    }

    @Override
    public List<ImageOffer> images() {
        return Images.offers();
    }

    @Override
    public MachineSize size(String text) throws InterruptedException {
        return types.require(home(), text).size();
    }

    @Override
    public CreatePlan plan(CreateRequest request) throws InterruptedException {
        Set<String> existing =
                list(Selection.cluster()).stream().map(Machine::name).collect(Collectors.toSet());
        return planner.plan(request, existing);
    }

    @Override
    public CreatePlan prepare(CreatePlan plan) throws InterruptedException {
        plan.batches().forEach(batch -> used.add(batch.spec().region()));
        return new Preparation(context, settings, regions, groups).run(plan);
    }

    @Override
    public List<Outcome<Machine>> create(Batch batch, Consumer<Machine> onState)
            throws InterruptedException {
        Ec2Region region = regions.of(batch.spec().region());
        used.add(region.name());
        List<Instance> launched =
                region.callOnceKnown(
                                "RunInstances",
                                batch.names().size(),
                                ec2 ->
                                        ec2.runInstances(
                                                Launch.of(context.cluster(), batch, settings)
                                                        .build()))
                        .instances();
        List<Machine> told = instances.machines(region, launched);
        told.forEach(onState);
        return Answers.ofCreate(batch, told, "EC2");
    }

    @Override
    public List<Machine> list(Selection selection) throws InterruptedException {
        Filter ours = Images.filter("tag:" + Tags.CLUSTER, context.cluster());
        return switch (selection) {
            case Selection.OfCluster _ -> list(places(), ours);
            case Selection.OfBatch(String id) ->
                    list(places(), ours, Images.filter("tag:" + Tags.BATCH, id));
            case Selection.Everything _ -> list(all(), Images.filter("tag-key", Tags.CLUSTER));
        };
    }

    private List<Machine> list(Collection<String> where, Filter... filters)
            throws InterruptedException {
        var jobs =
                where.stream()
                        .map(name ->
                                new Fanout.Job<>(
                                        name,
                                        (Callable<List<Machine>>)
                                                () -> instances.list(regions.of(name), filters)))
                        .toList();
        var machines = new ArrayList<Machine>();
        for (Outcome<List<Machine>> each : new Fanout(context.parallel()).run(jobs)) {
            switch (each) {
                case Outcome.Done<List<Machine>> done -> machines.addAll(done.value());
                // half a listing would make orphans of the other half
                case Outcome.Failed<List<Machine>> failed -> throw failed.problem();
            }
        }
        return machines;
    }

    /// Where the cluster's machines may be.
    private Set<String> places() throws InterruptedException {
        Set<String> known = used.all();
        return known.isEmpty() ? all() : known;
    }

    private Set<String> all() throws InterruptedException {
        return planner.regions().stream().map(Region::regionName).collect(Collectors.toSet());
    }

    @Override
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        return power.delete(machines);
    }

    @Override
    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return power.start(machines);
    }

    @Override
    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return power.stop(machines);
    }

    @Override
    public List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return power.kill(machines);
    }

    @Override
    public List<Outcome<Machine>> restart(Collection<Machine> machines)
            throws InterruptedException {
        return power.restart(machines);
    }

    @Override
    public List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        return power.resize(machines, size);
    }

    @Override
    public List<Outcome<Machine>> label(Collection<Machine> machines, Map<String, String> labels)
            throws InterruptedException {
        return power.label(machines, labels);
    }

    @Override
    public FirewallPlan firewall(List<FirewallRule> rules) throws InterruptedException {
        var all = new ArrayList<>(rules);
        all.addAll(Rules.openPorts(settings));
        return new Firewall(groups).plan(ownRegions(), all);
    }

    @Override
    public void apply(FirewallPlan plan) throws InterruptedException {
        new Firewall(groups).apply(ownRegions(), plan);
    }

    @Override
    public Set<String> managers() throws InterruptedException {
        return new Managers(context, groups, instances).ids(ownRegions());
    }

    @Override
    public void managers(Collection<Machine> machines) throws InterruptedException {
        new Managers(context, groups, instances).set(ownRegions(), machines);
    }

    private List<Ec2Region> ownRegions() throws InterruptedException {
        return places().stream().map(regions::of).toList();
    }

    @Override
    public void forgetCluster() throws InterruptedException {
        Answers.requireNone(
                context.cluster(),
                list(Selection.cluster()).stream().map(Machine::name).toList(),
                "at EC2");
        var keys = new Keys(context.cluster(), settings);
        for (Ec2Region region : ownRegions()) {
            keys.forget(region);
            groups.forget(region);
        }
    }

    @Override
    public void close() {
        regions.close();
    }
}
