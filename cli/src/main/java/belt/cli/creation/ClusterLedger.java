package belt.cli.creation;

import belt.cli.state.ClusterState;
import belt.cli.state.Journal;
import belt.provider.Machine;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The ledger of a cluster: its journal and its inventory. The caller holds the cluster's lock.
///
/// @param cluster the cluster's folder
/// @param journal its journal
public record ClusterLedger(ClusterState cluster, Journal journal) implements Ledger {
    private static final String FOLDER = "user-data/";

    public static ClusterLedger of(ClusterState cluster, InstantSource clock) {
        return new ClusterLedger(cluster, cluster.journal(clock));
    }

    @Override
    public void append(List<Journal.Entry> entries) {
        journal.append(entries);
    }

    @Override
    public synchronized void put(Collection<Machine> machines) {
        if (!machines.isEmpty()) {
            cluster.inventory().put(machines);
        }
    }

    @Override
    public synchronized void remove(Collection<Machine> machines) {
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
    public List<Machine> machines() {
        return cluster.inventory().machines();
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
