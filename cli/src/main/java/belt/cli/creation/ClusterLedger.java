package belt.cli.creation;

import belt.cli.state.ClusterState;
import belt.cli.state.Journal;
import belt.provider.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The ledger of a cluster: its journal and its inventory. The caller holds the cluster's lock.
///
/// Every line of the journal is on the disk at once. The inventory is a whole file, so it is written when as many machines
/// are waiting for it as it has, or after two seconds: for n machines that are about as many bytes as 2n lines, where a
/// write per batch would be n². What a crash keeps from it, the journal knows.
public final class ClusterLedger implements Ledger {
    private static final String FOLDER = "user-data/";
    private static final int FEW = 64;
    private static final Duration LONG = Duration.ofSeconds(2);

    private final ClusterState cluster;
    private final Journal journal;
    private final InstantSource clock;
    private final Map<String, Machine> waiting = new LinkedHashMap<>();
    private int written;
    private Instant last;

    private ClusterLedger(ClusterState cluster, InstantSource clock) {
        this.cluster = cluster;
        this.journal = cluster.journal(clock);
        this.clock = clock;
        this.last = clock.instant();
    }

    public static ClusterLedger of(ClusterState cluster, InstantSource clock) {
        return new ClusterLedger(cluster, clock);
    }

    public Journal journal() {
        return journal;
    }

    @Override
    public void append(List<Journal.Entry> entries) {
        journal.append(entries);
    }

    @Override
    public synchronized void put(Collection<Machine> machines) {
        machines.forEach(machine -> waiting.put(machine.name(), machine));
        boolean many = waiting.size() >= Math.max(FEW, written);
        if (many || clock.instant().isAfter(last.plus(LONG))) {
            flush();
        }
    }

    @Override
    public synchronized void flush() {
        if (!waiting.isEmpty()) {
            List<Machine> all = machines();
            cluster.inventory().save(all);
            written = all.size();
            waiting.clear();
        }
        last = clock.instant();
    }

    @Override
    public synchronized void remove(Collection<Machine> machines) {
        flush();
        Map<String, Machine> recorded =
                machines().stream().collect(Collectors.toMap(Machine::name, Function.identity()));
        List<String> names =
                machines.stream()
                        .filter(machine -> {
                            Machine known = recorded.get(machine.name());
                            return known != null && known.id().equals(machine.id());
                        })
                        .map(Machine::name)
                        .toList();
        if (!names.isEmpty()) {
            cluster.inventory().remove(names);
        }
    }

    @Override
    public synchronized List<Machine> machines() {
        List<Machine> onDisk = cluster.inventory().machines();
        if (waiting.isEmpty()) {
            return onDisk;
        }
        var byName = new LinkedHashMap<String, Machine>();
        onDisk.forEach(machine -> byName.put(machine.name(), machine));
        byName.putAll(waiting);
        return List.copyOf(byName.values());
    }

    @Override
    public Set<String> removedSince(Instant then) {
        return journal.since(then).stream()
                .filter(line -> line.event().equals(CreationLine.REMOVED))
                .flatMap(line -> Optional.ofNullable(line.details().get("id")).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void keepUserData(String operation, String text) {
        cluster.writePrivate(FOLDER + operation, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String userData(String operation) {
        return cluster.read(FOLDER + operation).orElse("");
    }

    @Override
    public void forgetUserData(String operation) {
        cluster.delete(FOLDER + operation);
    }
}
