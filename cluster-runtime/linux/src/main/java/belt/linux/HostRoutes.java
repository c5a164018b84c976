package belt.linux;

import belt.core.BeltException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The IPv4 ranges that this host reaches already, by its own addresses and by its routes in every table.
///
/// @param ranges without the default route and without the loopback and link-local ranges
public record HostRoutes(List<Ipv4Range> ranges) {
    private static final Set<String> KINDS =
            Set.of("local", "broadcast", "unreachable", "blackhole", "prohibit", "throw", "nat");
    private static final Ipv4Range LOOPBACK = Ipv4Range.parse("127.0.0.0/8");
    private static final Ipv4Range LINK_LOCAL = Ipv4Range.parse("169.254.0.0/16");
    private static final Ipv4Range MULTICAST = Ipv4Range.parse("224.0.0.0/4");

    public HostRoutes {
        ranges = List.copyOf(ranges);
    }

    /// What the kernel says now.
    ///
    /// @param ourDevices devices whose routes do not count, since they are ours
    public static HostRoutes read(Set<String> ourDevices) throws InterruptedException {
        return parse(Command.of("ip", "-4", "route", "show", "table", "all").output(), ourDevices);
    }

    static HostRoutes parse(String routes, Set<String> ourDevices) {
        return new HostRoutes(
                routes.lines()
                        .map(line -> List.of(line.strip().split("\\s+")))
                        .filter(words -> !ourDevices.contains(after(words, "dev")))
                        .flatMap(HostRoutes::range)
                        .filter(HostRoutes::counts)
                        .distinct()
                        .toList());
    }

    /// The first candidate that overlaps none of the ranges.
    ///
    /// @throws BeltException.OperationFailed if all do
    public Ipv4Range firstFree(List<Ipv4Range> candidates) {
        return candidates.stream()
                .filter(candidate -> overlapping(candidate).isEmpty())
                .findFirst()
                .orElseThrow(() ->
                        new BeltException.OperationFailed(
                                LinuxProblem.NO_FREE_RANGE,
                                "none of "
                                        + candidates.size()
                                        + " private address ranges is free here"));
    }

    /// One of the ranges that overlaps this one.
    public Optional<Ipv4Range> overlapping(Ipv4Range wanted) {
        return ranges.stream().filter(wanted::overlaps).findFirst();
    }

    private static Stream<Ipv4Range> range(List<String> words) {
        String target =
                KINDS.contains(words.getFirst()) && words.size() > 1
                        ? words.get(1)
                        : words.getFirst();
        return Ipv4Range.find(target).stream();
    }

    private static boolean counts(Ipv4Range range) {
        return range.prefix() > 0
                && !range.overlaps(LOOPBACK)
                && !range.overlaps(LINK_LOCAL)
                && !range.overlaps(MULTICAST);
    }

    private static String after(List<String> words, String key) {
        int at = words.indexOf(key);
        return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
    }
}
