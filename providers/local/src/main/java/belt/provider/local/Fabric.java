package belt.provider.local;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.linux.Command;
import belt.linux.FileLock;
import belt.linux.HostRoutes;
import belt.linux.Ipv4Range;
import belt.linux.NetNamespace;
import belt.provider.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The one shared segment of this host's local machines: a bridge in a network namespace of its own, so that neither
/// the host's firewall nor a machine's engine reaches it, and one link up to the host. All clusters and clones are on
/// it. Called under the host folder's lock.
///
/// @param id six letters and digits; all names come from it
/// @param range the addresses; `.0.1` is the host
/// @param madeNetnsFolder whether `/run/netns` came into being with it
record Fabric(String id, Ipv4Range range, boolean madeNetnsFolder) {
    /// A bridge of the kernel has 1024 ports (`BR_MAX_PORTS`), one of which is the link to the host.
    static final int MOST_MACHINES = 1022;

    static final String BRIDGE = "br0";
    private static final String KIND = "belt-local-fabric";
    private static final Path NETNS = Path.of("/run/netns");
    private static final Path LINKS = Path.of("/sys/class/net");
    private static final Path CHOOSING = Path.of("/run/belt-local-range.lock");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /// Machines begin at `.1.1`, so that their addresses are easily told from the host's.
    private static final int FIRST_MACHINE = 257;

    /// The name of its namespace, and of the link to it on the host.
    String name() {
        return "belt-" + id;
    }

    NetNamespace namespace() {
        return NetNamespace.named(name());
    }

    String gateway() {
        return range.address(1);
    }

    /// The name of a machine's port on the bridge.
    static String port(String machineId) {
        return "v-" + machineId;
    }

    /// The segment that is written down; empty if there is none.
    static Optional<Fabric> find(Path file) {
        return RecordFile.find(file, KIND)
                .map(record ->
                        new Fabric(
                                record.require("id", file),
                                Ipv4Range.parse(record.require("range", file)),
                                Boolean.parseBoolean(record.require("made-netns-folder", file))));
    }

    /// Makes sure that the segment is written down, and that the kernel has it.
    ///
    /// @param othersUseIt whether there are machines whose addresses are of its range
    static Fabric ensure(Path file, boolean othersUseIt) throws InterruptedException {
        Optional<Fabric> known = find(file);
        if (known.isPresent() && known.get().isUp()) {
            return known.get();
        }
        // a range is taken by its route: nobody else on this host looks for a free one until ours
        // is there
        try (FileLock lock = FileLock.take(CHOOSING, HostFolder.holder(), PATIENCE)) {
            Fabric fabric = known.isPresent() ? known.get().stillFree(othersUseIt) : choose();
            fabric.write(file);
            fabric.tearDown();
            fabric.build();
            lock.remove();
            return fabric;
        }
    }

    /// The lowest address that no machine has.
    String freeAddress(Set<String> taken) {
        if (taken.size() >= MOST_MACHINES) {
            throw new BeltException.OperationFailed(
                    LocalProblem.RANGE_FULL,
                    "this host has "
                            + taken.size()
                            + " local machines, as many as one bridge takes");
        }
        return IntStream.range(FIRST_MACHINE, (int) Math.min(range.size() - 1, 65_000))
                .filter(offset -> (offset & 255) != 0 && (offset & 255) != 255)
                .mapToObj(range::address)
                .filter(address -> !taken.contains(address))
                .findFirst()
                .orElseThrow(() ->
                        new BeltException.OperationFailed(
                                LocalProblem.RANGE_FULL, "no address is left in " + range));
    }

    /// Derived from the address: with random ones, whoever knew an earlier machine of that address would not reach the
    /// new one for up to 100 s.
    static String mac(String address) {
        var mac = new StringBuilder("02:42");
        for (String octet : address.split("\\.")) {
            mac.append(String.format(":%02x", Integer.parseInt(octet)));
        }
        return mac.toString();
    }

    /// Takes a machine's port away at once. The kernel would do it too when the machine's namespace goes, but later.
    void unplug(String machineId) throws InterruptedException {
        if (namespace().exists()) {
            namespace().call(() -> Command.of("ip", "link", "del", port(machineId)).run());
        }
    }

    /// Removes the segment and what is written down of it.
    void remove(Path file) throws InterruptedException {
        tearDown();
        if (madeNetnsFolder && isEmpty(NETNS)) {
            Command.of("umount", NETNS.toString()).run();
            deleteFolder(NETNS);
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    LocalProblem.BUSY, file + " cannot be removed", e);
        }
    }

    /// The link to the host is brought up last, so it shows that all the rest was done.
    private boolean isUp() {
        try {
            return namespace().exists()
                    && Files.readString(LINKS.resolve(name()).resolve("operstate"))
                            .strip()
                            .equals("up");
        } catch (IOException e) {
            return false;
        }
    }

    private static Fabric choose() throws InterruptedException {
        String id = RandomId.next().substring(0, 6);
        Ipv4Range range = HostRoutes.read(Set.of()).firstFree(candidates());
        return new Fabric(id, range, !Files.exists(NETNS));
    }

    private Fabric stillFree(boolean othersUseIt) throws InterruptedException {
        Optional<Ipv4Range> overlap = HostRoutes.read(Set.of(name())).overlapping(range);
        boolean madeIt = madeNetnsFolder || !Files.exists(NETNS);
        if (overlap.isEmpty()) {
            return new Fabric(id, range, madeIt);
        }
        if (othersUseIt) {
            throw new BeltException.Conflict(
                            LocalProblem.RANGE_TAKEN,
                            "the local machines' range "
                                    + range
                                    + " is now also reached by this host's route "
                                    + overlap.get())
                    .withDetail("a VPN or a new network of this host may have brought it");
        }
        return new Fabric(id, HostRoutes.read(Set.of(name())).firstFree(candidates()), madeIt);
    }

    private static List<Ipv4Range> candidates() {
        var ten = IntStream.range(77, 128).mapToObj(i -> Ipv4Range.parse("10." + i + ".0.0/16"));
        var more = IntStream.range(20, 32).mapToObj(i -> Ipv4Range.parse("172." + i + ".0.0/16"));
        return Stream.concat(ten, more).toList();
    }

    private void write(Path file) {
        new RecordFile(
                        KIND,
                        new LinkedHashMap<>(
                                Map.of(
                                        "id", id,
                                        "range", range.toString(),
                                        "made-netns-folder", Boolean.toString(madeNetnsFolder))))
                .write(file);
    }

    private void build() throws InterruptedException {
        Command.of("ip", "netns", "add", name()).output();
        namespace()
                .call(() ->
                        Command.of("ip", "-batch", "-")
                                .withStdin(
                                        """
                                        link set lo up
                                        link add %s type bridge
                                        link set %s up
                                        """
                                                .formatted(BRIDGE, BRIDGE))
                                .output());
        Command.of(
                        "ip", "link", "add", name(), "type", "veth", "peer", "name", "up0", "netns",
                        name())
                .output();
        namespace()
                .call(() ->
                        Command.of("ip", "link", "set", "up0", "master", BRIDGE, "up").output());
        Command.of("ip", "addr", "add", gateway() + "/" + range.prefix(), "dev", name()).output();
        Command.of("ip", "link", "set", name(), "up").output();
    }

    private void tearDown() throws InterruptedException {
        if (Files.exists(LINKS.resolve(name()))) {
            Command.of("ip", "link", "del", name()).run();
        }
        if (Files.exists(NETNS.resolve(name()))) {
            Command.of("ip", "netns", "del", name()).run();
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static void deleteFolder(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            return; // somebody made a namespace meanwhile: it is theirs now
        }
    }
}
