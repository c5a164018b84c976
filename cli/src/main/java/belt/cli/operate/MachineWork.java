package belt.cli.operate;

import belt.cli.command.Globals;
import belt.cli.command.Providers;
import belt.cli.state.Journal;
import belt.cli.state.StateLock;
import belt.cli.term.Progress;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSize;
import belt.provider.MachineState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes, starts, stops and removes machines, and keeps inventory, journal and pinned keys in step. The caller holds the
/// cluster's lock.
public final class MachineWork {
    /// A wish for machines.
    ///
    /// @param names expanded
    /// @param size read by the provider
    /// @param region empty = default
    /// @param image empty = default
    /// @param labels node labels
    /// @param options provider options
    public record Wish(
            List<String> names,
            MachineSize size,
            String region,
            String image,
            Map<String, String> labels,
            Map<String, String> options) {}

    private final Estate estate;
    private final Progress progress;

    public MachineWork(Estate estate, Progress progress) {
        this.estate = estate;
        this.progress = progress;
    }

    /// Takes the cluster's lock for a command.
    public static StateLock lock(Estate estate, String command) {
        return estate.cluster().lock(command, estate.call().io().clock());
    }

    /// Makes machines, or finishes those that an earlier run left half made.
    public List<Outcome<Machine>> create(MachineProvider provider, Wish wish)
            throws InterruptedException {
        Journal journal = estate.cluster().journal(estate.call().io().clock());
        String operation = RandomId.next().substring(0, 8);
        journal.append(
                operation,
                Journal.BEGIN,
                "",
                Map.of("command", "create", "names", String.join(",", wish.names())));
        String key = new ClusterKeys(estate.cluster(), estate.call().io().clock()).sshPublicKey();
        for (String name : wish.names()) {
            journal.append(
                    operation,
                    "planned",
                    name,
                    Map.of("size", wish.size().text(), "provider", provider.name()));
        }
        var request =
                new CreateRequest(
                        estate.cluster().name(),
                        estate.cluster().folder(),
                        wish.names(),
                        wish.size(),
                        wish.region(),
                        wish.image(),
                        key,
                        wish.labels(),
                        wish.options(),
                        estate.call().get(Globals.PARALLEL));
        List<Outcome<Machine>> outcomes =
                provider.create(
                        request, machine -> progress.state(machine.name(), word(machine.state())));
        remember(outcomes);
        for (Outcome<Machine> outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done<Machine>(var name, var machine) ->
                        journal.append(operation, "created", name, Map.of("id", machine.id()));
                case Outcome.Failed<Machine>(var name, var problem) -> {
                    journal.append(
                            operation,
                            "failed",
                            name,
                            Map.of("reason", String.valueOf(problem.getMessage())));
                    progress.failed(name, String.valueOf(problem.getMessage()));
                }
            }
        }
        journal.append(operation, Journal.END, "", Map.of());
        return outcomes;
    }

    private void remember(List<Outcome<Machine>> outcomes) {
        List<Machine> made = Outcomes.values(outcomes);
        estate.cluster().inventory().put(made);
        new ClusterSsh(estate.call(), estate.cluster()).pin(made);
    }

    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return perProvider(machines, MachineProvider::start);
    }

    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return perProvider(machines, MachineProvider::stop);
    }

    /// Removes machines at their providers; what is gone leaves the inventory and the pinned keys.
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        Journal journal = estate.cluster().journal(estate.call().io().clock());
        String operation = RandomId.next().substring(0, 8);
        journal.append(operation, Journal.BEGIN, "", Map.of("command", "rm"));
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (var group : byProvider(machines).entrySet()) {
            outcomes.addAll(
                    Providers.require(group.getKey())
                            .delete(group.getValue(), estate.cluster().folder()));
        }
        List<Machine> gone = Outcomes.values(outcomes);
        new ClusterSsh(estate.call(), estate.cluster()).forget(gone);
        estate.cluster().inventory().remove(gone.stream().map(Machine::name).toList());
        gone.forEach(machine ->
                journal.append(operation, "removed", machine.name(), Map.of("id", machine.id())));
        journal.append(operation, Journal.END, "", Map.of());
        return outcomes;
    }

    private interface Change {
        List<Outcome<Machine>> apply(
                MachineProvider provider, Collection<Machine> machines, Path stateDir)
                throws InterruptedException;
    }

    private List<Outcome<Machine>> perProvider(Collection<Machine> machines, Change change)
            throws InterruptedException {
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (var group : byProvider(machines).entrySet()) {
            outcomes.addAll(
                    change.apply(
                            Providers.require(group.getKey()),
                            group.getValue(),
                            estate.cluster().folder()));
        }
        remember(outcomes);
        return outcomes;
    }

    private static Map<String, List<Machine>> byProvider(Collection<Machine> machines) {
        var groups = new LinkedHashMap<String, List<Machine>>();
        machines.forEach(machine ->
                groups.computeIfAbsent(machine.provider(), _ -> new ArrayList<>()).add(machine));
        return groups;
    }

    /// The inventory, with what the providers say now. A provider that cannot be asked (another user's machines, no
    /// network) leaves the record as it is.
    ///
    /// @param save whether to write down what changed; only with the lock
    public static List<Machine> refreshed(Estate estate, boolean save) {
        var byName = new LinkedHashMap<String, Machine>();
        estate.cluster()
                .inventory()
                .machines()
                .forEach(machine -> byName.put(machine.name(), machine));
        var providers = new java.util.TreeSet<String>();
        byName.values().forEach(machine -> providers.add(machine.provider()));
        providers.add(estate.config().driver());
        boolean changed = false;
        for (String name : providers) {
            try {
                for (Machine seen :
                        Providers.require(name)
                                .list(estate.cluster().name(), estate.cluster().folder())) {
                    if (belongs(estate, seen)) {
                        changed |= !seen.equals(byName.put(seen.name(), seen));
                    }
                }
            } catch (belt.core.BeltException e) {
                estate.call()
                        .out()
                        .detail("provider " + name + " could not be asked: " + e.getMessage());
            }
        }
        if (changed && save) {
            estate.cluster().inventory().save(byName.values());
        }
        return List.copyOf(byName.values());
    }

    /// Another clone on this host may have a cluster of the same name: its machines are not ours.
    private static boolean belongs(Estate estate, Machine seen) {
        return seen.cluster().equals(estate.cluster().name());
    }

    /// A state as it stands in tables.
    public static String word(MachineState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
