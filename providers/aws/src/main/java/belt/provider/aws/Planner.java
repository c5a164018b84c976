package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.Batch;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.MachineSpec;
import belt.provider.Price;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Region;

/// Resolves a request: every word to an id, names to batches. Reads only; at the end EC2 is asked, by a dry run, whether it
/// would take such a call.
final class Planner {
    /// Instances in one call. EC2 takes more, and advises against it.
    static final int BATCH = 100;

    /// EC2's limits are by region and action; more at once would only wait.
    private static final int TOGETHER = 4;

    private static final int MOST_USER_DATA = 16_384;
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?");

    private final ProviderContext context;
    private final AwsSettings settings;
    private final Ec2Regions regions;
    private final Types types;

    Planner(ProviderContext context, AwsSettings settings, Ec2Regions regions, Types types) {
        this.context = context;
        this.settings = settings;
        this.regions = regions;
        this.types = types;
    }

    /// What a region's batches are like, place by place.
    private record Site(List<MachineSpec> specs, @Nullable Price price) {}

    CreatePlan plan(CreateRequest request, Set<String> existing) throws InterruptedException {
        MachineSpec spec = withUserData(request.spec());
        Tags.check(spec, settings);
        settings.options().requireReadable("ssh-keypath");
        request.names().forEach(Planner::checkName);
        List<String> where = regionsOf(request);
        requireRegions(where);
        List<String> names =
                request.names().stream().filter(each -> !existing.contains(each)).toList();
        var present = new LinkedHashSet<>(request.names());
        present.retainAll(existing);
        if (names.isEmpty()) {
            return new CreatePlan(List.of(), present, 1, List.of());
        }
        var sites = new HashMap<String, Site>();
        for (String name : where) {
            sites.put(name, site(regions.of(name), spec));
        }
        var batches = new ArrayList<Batch>();
        for (Map.Entry<String, List<String>> share : shares(names, where).entrySet()) {
            Site site = sites.get(share.getKey());
            if (site != null) {
                batches.addAll(batches(share.getValue(), site));
            }
        }
        return new CreatePlan(batches, present, TOGETHER, notes(sites));
    }

    /// With the file of docker-machine's flag where nothing else is given.
    private MachineSpec withUserData(MachineSpec spec) {
        MachineSpec filled =
                spec.userData().isEmpty()
                        ? spec.withUserData(settings.options().userData().orElse(""))
                        : spec;
        int bytes = filled.userData().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_USER_DATA) {
            throw new BeltException.InvalidInput(
                    AwsProblem.REFUSED,
                    "user-data has " + bytes + " bytes, EC2 takes " + MOST_USER_DATA);
        }
        return filled;
    }

    private List<String> notes(Map<String, Site> sites) {
        var notes = new ArrayList<String>();
        if (settings.spot()) {
            notes.add("prices are the dearest spot prices of the last hour in each region");
        }
        sites.forEach((region, site) -> {
            if (site.specs().getFirst().resolved().getOrDefault("vpc", "").isEmpty()) {
                notes.add("makes the account's default VPC in " + region + ", which stays");
            }
            if (site.price() == null) {
                notes.add("belt does not know the price in " + region);
            }
        });
        if (sites.values().stream().anyMatch(site -> site.price() != null)) {
            notes.add(
                    settings.spot()
                            ? "disks, addresses and traffic cost extra"
                            : "prices are "
                                    + settings.prices().source()
                                    + "; disks, addresses and traffic cost extra");
        }
        return notes;
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BeltException.InvalidInput(
                    ProviderProblem.BAD_NAME, "machine name " + name + " cannot be used with EC2");
        }
    }

    private List<String> regionsOf(CreateRequest request) {
        if (!request.regions().isEmpty()) {
            return request.regions().stream().distinct().toList();
        }
        String one = request.spec().region();
        return List.of(one.isEmpty() ? settings.region() : one);
    }

    private void requireRegions(List<String> wanted) throws InterruptedException {
        Set<String> known = new LinkedHashSet<>();
        for (Region each : regions()) {
            known.add(each.regionName());
        }
        for (String each : wanted) {
            if (!known.contains(each)) {
                List<String> nearest = Nearest.to(each, known);
                throw new BeltException.InvalidInput(
                                ProviderProblem.UNKNOWN_REGION,
                                "EC2 has no region " + each + " for this account")
                        .withDetail(
                                nearest.isEmpty()
                                        ? "it has " + String.join(", ", known)
                                        : "did you mean " + String.join(", ", nearest));
            }
        }
    }

    /// The regions that the account can use.
    List<Region> regions() throws InterruptedException {
        return regions.of(settings.region())
                .call("DescribeRegions", ec2 -> ec2.describeRegions(_ -> {}))
                .regions();
    }

    private Site site(Ec2Region region, MachineSpec wish) throws InterruptedException {
        String size =
                wish.size().isEmpty()
                        ? settings.options().get("instance-type", "t3.micro")
                        : wish.size();
        Types.Type type = types.require(region, size);
        String word = wish.image().isEmpty() ? settings.options().get("ami", "") : wish.image();
        Images.Found image = Images.require(region, word, type.architecture());
        List<Network.Place> places = new Network(settings).places(region);
        new Keys(context.cluster(), settings).check(region);
        var specs = new ArrayList<MachineSpec>();
        for (Network.Place place : places.isEmpty() ? List.of(Network.Place.UNMADE) : places) {
            var resolved = new LinkedHashMap<>(place.resolved());
            resolved.put("device", settings.options().get("device-name", image.device()));
            resolved.put("image-name", image.name());
            resolved.put("ssh-user", settings.options().get("ssh-user", image.user()));
            resolved.put(
                    "created-at",
                    context.around().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
            specs.add(
                    wish.withSize(type.name())
                            .withRegion(region.name())
                            .withImage(image.id())
                            .withResolved(resolved));
        }
        if (!places.isEmpty()) {
            tryDry(region, specs.getFirst());
        }
        Optional<Price> price =
                settings.spot()
                        ? Prices.spot(region, type.name())
                        : settings.prices().onDemand(region.name(), type.name());
        return new Site(specs, price.orElse(null));
    }

    /// Asks whether EC2 would take such a call: rights and parameters are checked before anything is made. A compatible cloud
    /// that does not know dry runs makes a machine: it is removed at once.
    private void tryDry(Ec2Region region, MachineSpec spec) throws InterruptedException {
        Batch one = Batch.of(List.of("dry-run"), spec, null);
        try {
            List<String> made =
                    region
                            .call(
                                    "RunInstances",
                                    ec2 ->
                                            ec2.runInstances(
                                                    Launch.of(context.cluster(), one, settings)
                                                            .dryRun(true)
                                                            .build()))
                            .instances()
                            .stream()
                            .map(Instance::instanceId)
                            .toList();
            if (!made.isEmpty()) {
                region.callOnceKnown(
                        "TerminateInstances",
                        made.size(),
                        ec2 -> ec2.terminateInstances(each -> each.instanceIds(made)));
            }
        } catch (BeltException.InvalidInput e) {
            if (!Ec2Failures.isDryRunPassed(e)) {
                throw e;
            }
        }
    }

    /// Region → its names: regions take turns, name by name.
    private static Map<String, List<String>> shares(List<String> names, List<String> where) {
        var shares = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < names.size(); i++) {
            shares.computeIfAbsent(where.get(i % where.size()), _ -> new ArrayList<>())
                    .add(names.get(i));
        }
        return shares;
    }

    /// Batches of one region; its places take turns. With several places, each gets its share of a small request too.
    private static List<Batch> batches(List<String> names, Site site) {
        var batches = new ArrayList<Batch>();
        int most = Math.min(BATCH, Math.ceilDiv(names.size(), site.specs().size()));
        int from = 0;
        for (int turn = 0; from < names.size(); turn++) {
            List<String> left = names.subList(from, names.size());
            int count = BatchNames.fit(left, most);
            MachineSpec spec = site.specs().get(turn % site.specs().size());
            batches.add(Batch.of(left.subList(0, count), spec, site.price()));
            from += count;
        }
        return batches;
    }
}
