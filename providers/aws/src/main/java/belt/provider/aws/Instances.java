package belt.provider.aws;

import belt.core.BeltException;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/// Lists instances, and tells them in our words.
final class Instances {
    /// States in which an instance is there; one that is shutting down is as good as gone.
    private static final String[] PRESENT = {"pending", "running", "stopping", "stopped"};

    /// How many values EC2 takes in one filter.
    private static final int MOST_VALUES = 200;

    private static final int PAGE = 1000;

    private final ProviderContext context;
    private final AwsSettings settings;
    private final Types types;

    Instances(ProviderContext context, AwsSettings settings, Types types) {
        this.context = context;
        this.settings = settings;
        this.types = types;
    }

    /// The instances of a region that are there and pass the filters, one call a page.
    List<Machine> list(Ec2Region region, Filter... filters) throws InterruptedException {
        var all = new ArrayList<>(List.of(filters));
        all.add(Images.filter("instance-state-name", PRESENT));
        var machines = new ArrayList<Machine>();
        var names = new HashMap<String, List<String>>();
        // page by page: the library's instances are many times as large as ours
        describe(region, all, page -> machines.addAll(machines(region, page, names)));
        return machines;
    }

    /// Instances that pass filters, terminated ones left out. Id → instance.
    Map<String, Instance> found(Ec2Region region, Filter... filters) throws InterruptedException {
        var all = new ArrayList<>(List.of(filters));
        all.add(Images.filter("instance-state-name", PRESENT));
        var found = new LinkedHashMap<String, Instance>();
        describe(region, all, page -> page.forEach(each -> found.put(each.instanceId(), each)));
        return found;
    }

    /// Instances by their ids, whatever their state; unknown ids are left out. Id → instance.
    Map<String, Instance> byId(Ec2Region region, Collection<String> ids)
            throws InterruptedException {
        var found = new LinkedHashMap<String, Instance>();
        List<String> left = List.copyOf(ids);
        for (int from = 0; from < left.size(); from += MOST_VALUES) {
            List<String> some = left.subList(from, Math.min(left.size(), from + MOST_VALUES));
            String[] values = some.toArray(String[]::new);
            // by filter: one unknown id among InstanceIds would fail the whole call
            describe(
                    region,
                    List.of(Images.filter("instance-id", values)),
                    page -> page.forEach(each -> found.put(each.instanceId(), each)));
        }
        return found;
    }

    /// Takes one page of a listing.
    private interface PageReader {
        void read(List<Instance> page) throws InterruptedException;
    }

    private static void describe(Ec2Region region, List<Filter> filters, PageReader reader)
            throws InterruptedException {
        String next = null;
        do {
            String from = next;
            DescribeInstancesResponse page =
                    region.call(
                            "DescribeInstances",
                            ec2 ->
                                    ec2.describeInstances(each ->
                                            each.filters(filters)
                                                    .maxResults(PAGE)
                                                    .nextToken(from)));
            reader.read(
                    page.reservations().stream()
                            .flatMap(each -> each.instances().stream())
                            .toList());
            next = page.nextToken();
        } while (next != null && !next.isEmpty());
    }

    /// Instances in our words.
    List<Machine> machines(Ec2Region region, Collection<Instance> instances)
            throws InterruptedException {
        return machines(region, instances, new HashMap<>());
    }

    private List<Machine> machines(
            Ec2Region region, Collection<Instance> instances, Map<String, List<String>> names)
            throws InterruptedException {
        Map<String, Types.Type> sizes =
                types.find(region, instances.stream().map(Instance::instanceTypeAsString).toList());
        var machines = new ArrayList<Machine>(instances.size());
        for (Instance each : instances) {
            machines.add(machine(region, each, sizes.get(each.instanceTypeAsString()), names));
        }
        return machines;
    }

    private Machine machine(
            Ec2Region region,
            Instance instance,
            Types.@Nullable Type type,
            Map<String, List<String>> names) {
        Map<String, String> tags = Tags.read(instance.tags());
        String size = instance.instanceTypeAsString();
        MachineState state = state(instance);
        boolean spot = "spot".equals(instance.instanceLifecycleAsString());
        return Machine.named(
                        BatchNames.nameOf(tags, place(instance), names),
                        instance.instanceId(),
                        "aws",
                        tags.getOrDefault(Tags.CLUSTER, ""))
                .region(region.name())
                .size(size)
                .resources(type == null ? 0 : type.memoryBytes(), type == null ? 0 : type.cpus())
                .image(tags.getOrDefault(Tags.IMAGE, instance.imageId()))
                .addresses(addresses(instance))
                .ssh(
                        sshUser(tags),
                        settings.sshPort(),
                        settings.options().find("ssh-keypath").orElse(null))
                .state(state, state == MachineState.STOPPED ? reason(instance) : null)
                .labels(Tags.labels(tags))
                .createdAt(createdAt(tags, instance))
                .batch(tags.getOrDefault(Tags.BATCH, ""))
                .pricePerHour(
                        spot
                                ? null
                                : settings.prices()
                                        .onDemand(region.name(), size)
                                        .map(each -> each.perHour())
                                        .orElse(null))
                .build();
    }

    private static int place(Instance instance) {
        Integer index = instance.amiLaunchIndex();
        return index == null ? 0 : index;
    }

    private static MachineState state(Instance instance) {
        InstanceStateName name = instance.state().name();
        return switch (name) {
            case PENDING -> MachineState.NEW;
            case RUNNING -> MachineState.ACTIVE;
            case STOPPED -> MachineState.STOPPED;
            case STOPPING, SHUTTING_DOWN -> MachineState.CHANGING;
            case TERMINATED, UNKNOWN_TO_SDK_VERSION -> MachineState.FAILED;
        };
    }

    private static String reason(Instance instance) {
        if (instance.stateReason() != null && instance.stateReason().message() != null) {
            return instance.stateReason().message();
        }
        String transition = instance.stateTransitionReason();
        return transition == null || transition.isEmpty() ? "stopped" : transition;
    }

    /// The public address first, unless the private one is wanted. A new instance has none until its public one is known:
    /// whoever took the private one would wait for ever.
    private List<String> addresses(Instance instance) {
        var addresses = new ArrayList<String>();
        boolean settled = instance.state().name() != InstanceStateName.PENDING;
        String open = instance.publicIpAddress();
        String inner = instance.privateIpAddress();
        if (settings.privateAddress()) {
            add(addresses, inner);
            add(addresses, open);
        } else if (open != null || settled) {
            add(addresses, open);
            add(addresses, inner);
        }
        if (!addresses.isEmpty()) {
            add(addresses, instance.ipv6Address());
        }
        return addresses;
    }

    private static void add(List<String> addresses, @Nullable String address) {
        if (address != null && !address.isEmpty()) {
            addresses.add(address);
        }
    }

    private String sshUser(Map<String, String> tags) {
        String tagged = tags.getOrDefault(Tags.SSH_USER, "");
        return settings.options().get("ssh-user", tagged.isEmpty() ? "ubuntu" : tagged);
    }

    /// LaunchTime is that of the last start; the tag is from before the create.
    private static Instant createdAt(Map<String, String> tags, Instance instance) {
        try {
            return Instant.parse(tags.getOrDefault(Tags.CREATED, ""));
        } catch (DateTimeParseException _) {
            return instance.launchTime() == null ? Instant.EPOCH : instance.launchTime();
        }
    }

    /// Whether an instance is one of a cluster.
    static boolean isOf(Instance instance, String cluster) {
        return cluster.equals(Tags.read(instance.tags()).get(Tags.CLUSTER));
    }

    /// Whether it is on its way out or gone.
    static boolean isGone(Instance instance) {
        InstanceStateName name = instance.state().name();
        return name == InstanceStateName.TERMINATED || name == InstanceStateName.SHUTTING_DOWN;
    }

    /// The failure of touching what carries no tag of ours.
    BeltException notOurs(Machine machine) {
        return new BeltException.Refused(
                        ProviderProblem.NOT_OURS,
                        "instance "
                                + machine.id()
                                + " is not a machine of cluster "
                                + machine.cluster())
                .withDetail(
                        "its tag "
                                + Tags.CLUSTER
                                + " says otherwise; belt here is "
                                + context.cluster());
    }
}
