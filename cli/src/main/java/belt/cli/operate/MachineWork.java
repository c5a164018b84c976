package belt.cli.operate;

import belt.cli.command.Providers;
import belt.cli.state.Journal;
import belt.cli.state.StateLock;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderType;
import belt.provider.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Makes, starts, stops and removes machines, and keeps inventory, journal and pinned keys in step. The caller holds the
/// cluster's lock.
public final class MachineWork {
    /// A wish for machines.
    ///
    /// @param names expanded
    /// @param size in the provider's spelling
    /// @param region empty = default
    /// @param image empty = default
    /// @param labels node labels
    /// @param options provider options
    public record Wish(
            List<String> names,
            String size,
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
    ///
    /// @param provider the provider's name
    public List<Outcome<Machine>> create(String provider, Wish wish) throws InterruptedException {
        Journal journal = estate.cluster().journal(estate.call().io().clock());
        String operation = RandomId.next().substring(0, 8);
        journal.append(
                operation,
                Journal.BEGIN,
                "",
                Map.of(
                        "command",
                        "create",
                        "provider",
                        provider,
                        "names",
                        String.join(",", wish.names())));
        var outcomes = new HashMap<String, Outcome<Machine>>();
        try (MachineProvider open = estate.open(provider, wish.options())) {
            CreatePlan plan = open.prepare(open.plan(request(wish)));
            for (Machine machine : open.list(Selection.cluster())) {
                if (plan.existing().contains(machine.name())) {
                    outcomes.put(machine.name(), new Outcome.Done<>(machine.name(), machine));
                }
            }
            for (Batch batch : plan.batches()) {
                for (String name : batch.names()) {
                    journal.append(
                            operation,
                            "planned",
                            name,
                            Map.of("size", wish.size(), "batch", batch.id()));
                }
                open.create(batch, machine -> progress.state(machine.name(), word(machine.state())))
                        .forEach(outcome -> outcomes.put(outcome.node(), outcome));
            }
        }
        List<Outcome<Machine>> ordered =
                wish.names().stream().map(outcomes::get).filter(Objects::nonNull).toList();
        remember(ordered);
        ordered.forEach(outcome -> record(journal, operation, outcome));
        journal.append(operation, Journal.END, "", Map.of());
        return ordered;
    }

    private CreateRequest request(Wish wish) {
        String key = new ClusterKeys(estate.cluster(), estate.call().io().clock()).sshPublicKey();
        return CreateRequest.of(
                wish.names(),
                MachineSpec.of(wish.size(), key)
                        .withRegion(wish.region())
                        .withImage(wish.image())
                        .withLabels(wish.labels()));
    }

    private void record(Journal journal, String operation, Outcome<Machine> outcome) {
        switch (outcome) {
            case Outcome.Done<Machine>(var name, var machine) ->
                    journal.append(operation, "created", name, Map.of("id", machine.id()));
            case Outcome.Failed<Machine>(var name, var problem) -> {
                String reason = String.valueOf(problem.getMessage());
                journal.append(operation, "failed", name, Map.of("reason", reason));
                progress.failed(name, reason);
            }
        }
    }

    private void remember(List<Outcome<Machine>> outcomes) {
        List<Machine> made = Outcomes.values(outcomes);
        estate.cluster().inventory().put(made);
        new ClusterSsh(estate.call(), estate.cluster()).pin(made);
    }

    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return perProvider(machines, Capability.STOP_START, MachineProvider::start);
    }

    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return perProvider(machines, Capability.STOP_START, MachineProvider::stop);
    }

    /// Removes machines at their providers; what is gone leaves the inventory and the pinned keys.
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        Journal journal = estate.cluster().journal(estate.call().io().clock());
        String operation = RandomId.next().substring(0, 8);
        journal.append(operation, Journal.BEGIN, "", Map.of("command", "rm"));
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (var group : byProvider(machines).entrySet()) {
            try (MachineProvider provider = estate.open(group.getKey())) {
                outcomes.addAll(provider.delete(group.getValue()));
            }
        }
        List<Machine> gone = Outcomes.values(outcomes);
        new ClusterSsh(estate.call(), estate.cluster()).forget(gone);
        estate.cluster().inventory().remove(gone.stream().map(Machine::name).toList());
        gone.forEach(machine ->
                journal.append(operation, "removed", machine.name(), Map.of("id", machine.id())));
        journal.append(operation, Journal.END, "", Map.of());
        return outcomes;
    }

    /// Removes what providers made for the cluster beside its machines, of which none may be left.
    public void forgetCluster() throws InterruptedException {
        for (String name : estate.providersUsed()) {
            try (MachineProvider provider = estate.open(name)) {
                provider.forgetCluster();
            }
        }
    }

    private interface Change {
        List<Outcome<Machine>> apply(MachineProvider provider, Collection<Machine> machines)
                throws InterruptedException;
    }

    private List<Outcome<Machine>> perProvider(
            Collection<Machine> machines, Capability needed, Change change)
            throws InterruptedException {
        var groups = byProvider(machines);
        for (String name : groups.keySet()) { // all of them before the first is touched
            ProviderType type = Providers.require(name, estate.call().io());
            if (!type.can(needed)) {
                throw needed.missing(type);
            }
        }
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (var group : groups.entrySet()) {
            try (MachineProvider provider = estate.open(group.getKey())) {
                outcomes.addAll(change.apply(provider, group.getValue()));
            }
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
        var providers = new TreeSet<String>();
        byName.values().forEach(machine -> providers.add(machine.provider()));
        providers.add(estate.config().driver());
        boolean changed = false;
        for (String name : providers) {
            try (MachineProvider provider = estate.open(name)) {
                for (Machine seen : provider.list(Selection.cluster())) {
                    if (belongs(estate, seen)) {
                        changed |= !seen.equals(byName.put(seen.name(), seen));
                    }
                }
            } catch (BeltException e) {
                estate.call()
                        .out()
                        .detail("provider " + name + " could not be asked: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
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
