package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.MachineSize;
import belt.provider.ProviderProblem;
import belt.provider.SizeOffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/// Instance types. What was asked once is kept: they do not change while a command runs.
final class Types {
    /// What matters of one.
    record Type(String name, long memoryBytes, int cpus, String architecture) {
        MachineSize size() {
            return new MachineSize(name, memoryBytes, cpus);
        }
    }

    /// Sizes by memory, as `local` and 2016's belt spell them.
    private static final Pattern BY_MEMORY =
            Pattern.compile("(?:s-[0-9]+vcpu-)?([0-9]+)(mb|gb|m|g)");

    private static final Map<Integer, String> OF_MEMORY =
            new LinkedHashMap<>(
                    Map.of(
                            512,
                            "t3.nano",
                            1024,
                            "t3.micro",
                            2048,
                            "t3.small",
                            4096,
                            "t3.medium",
                            8192,
                            "t3.large",
                            16384,
                            "t3.xlarge",
                            32768,
                            "t3.2xlarge"));

    private final Prices prices;
    private final Map<String, Type> known = new ConcurrentHashMap<>();

    Types(Prices prices) {
        this.prices = prices;
    }

    /// The type that a word means: its name, or the smallest t3 with that memory.
    ///
    /// @throws BeltException.InvalidInput naming the nearest
    Type require(Ec2Region region, String text) throws InterruptedException {
        String name = named(text);
        Type type = known.get(key(region, name));
        if (type != null) {
            return type;
        }
        try {
            return keep(
                    region,
                    region
                            .call(
                                    "DescribeInstanceTypes",
                                    ec2 ->
                                            ec2.describeInstanceTypes(
                                                    each -> each.instanceTypesWithStrings(name)))
                            .instanceTypes()
                            .stream()
                            .findFirst()
                            .orElseThrow(() -> unknown(region, text, List.of())));
        } catch (BeltException.InvalidInput e) {
            throw unknown(region, text, all(region));
        }
    }

    /// What is known of types that machines have; those that EC2 does not know any more are left out.
    Map<String, Type> find(Ec2Region region, Collection<String> names) throws InterruptedException {
        List<String> missing =
                names.stream().distinct().filter(n -> !known.containsKey(key(region, n))).toList();
        if (!missing.isEmpty()) {
            pages(region, missing);
        }
        var found = new LinkedHashMap<String, Type>();
        for (String name : names) {
            Optional.ofNullable(known.get(key(region, name)))
                    .ifPresent(type -> found.put(name, type));
        }
        return found;
    }

    /// All current types with their prices.
    List<SizeOffer> offers(Ec2Region region) throws InterruptedException {
        return all(region).stream()
                .map(type ->
                        new SizeOffer(
                                type.size(),
                                0,
                                prices.onDemand(region.name(), type.name()).orElse(null),
                                List.of()))
                .toList();
    }

    private List<Type> all(Ec2Region region) throws InterruptedException {
        return pages(region, List.of());
    }

    private List<Type> pages(Ec2Region region, List<String> names) throws InterruptedException {
        var types = new ArrayList<Type>();
        String next = null;
        do {
            String from = next;
            DescribeInstanceTypesResponse page =
                    region.call(
                            "DescribeInstanceTypes",
                            ec2 ->
                                    ec2.describeInstanceTypes(each ->
                                            each.filters(
                                                            names.isEmpty()
                                                                    ? Images.filter(
                                                                            "current-generation",
                                                                            "true")
                                                                    : Images.filter(
                                                                            "instance-type",
                                                                            names.toArray(
                                                                                    String[]::new)))
                                                    .maxResults(100)
                                                    .nextToken(from)));
            page.instanceTypes().forEach(each -> types.add(keep(region, each)));
            next = page.nextToken();
        } while (next != null && !next.isEmpty());
        return types;
    }

    private Type keep(Ec2Region region, InstanceTypeInfo info) {
        // a compatible cloud may leave out any of these
        List<String> architectures =
                info.processorInfo() == null
                        ? List.of()
                        : info.processorInfo().supportedArchitecturesAsStrings();
        var type =
                new Type(
                        info.instanceTypeAsString(),
                        info.memoryInfo() == null ? 0 : info.memoryInfo().sizeInMiB() << 20,
                        info.vCpuInfo() == null ? 1 : info.vCpuInfo().defaultVCpus(),
                        architectures.isEmpty() || architectures.contains("x86_64")
                                ? "x86_64"
                                : architectures.getFirst());
        known.put(key(region, type.name()), type);
        return type;
    }

    private static String key(Ec2Region region, String name) {
        return region.name() + " " + name;
    }

    private static String named(String text) {
        Matcher match = BY_MEMORY.matcher(text.toLowerCase(Locale.ROOT));
        if (!match.matches() || match.group(1).length() > 6) {
            return text;
        }
        int mib = Integer.parseInt(match.group(1)) * (match.group(2).startsWith("g") ? 1024 : 1);
        return OF_MEMORY.entrySet().stream()
                .filter(each -> each.getKey() >= mib)
                .min(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse(text);
    }

    private static BeltException unknown(Ec2Region region, String text, List<Type> all) {
        List<String> names = all.stream().map(Type::name).toList();
        List<String> nearest = Nearest.to(text, names);
        return new BeltException.InvalidInput(
                        ProviderProblem.UNKNOWN_SIZE,
                        "EC2 in " + region.name() + " has no size " + text)
                .withDetail(
                        nearest.isEmpty()
                                ? "sizes look like t3.micro and m5.large, or 2gb for the smallest t3"
                                        + " with that memory"
                                : "did you mean " + String.join(", ", nearest));
    }
}
