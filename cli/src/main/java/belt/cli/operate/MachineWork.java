package belt.cli.operate;

import belt.cli.command.Providers;
import belt.cli.creation.ClusterLedger;
import belt.cli.creation.Dismissal;
import belt.cli.creation.Stage;
import belt.cli.state.Inventory;
import belt.cli.state.Journal;
import belt.cli.state.StateLock;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineSpec;
import belt.provider.MachineState;
import belt.provider.ProviderProblem;
import belt.provider.ProviderType;
import belt.provider.Selection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

    /// The label of machines that were taken over from another program: they carry no tag of ours, so a provider that does
    /// not list them says nothing about them.
    public static final String IMPORTED_LABEL = "imported-from";

    private static final int FORGET_TRIES = 36;
    private static final Duration FORGET_PAUSE = Duration.ofSeconds(5);

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

    /// Makes machines, or finishes those that an earlier run left half made. What could not be made stays open for `belt
    /// resume`.
    ///
    /// @param provider the provider's name
    public List<Outcome<Machine>> create(String provider, Wish wish) throws InterruptedException {
        var creations = new Creations(estate, progress);
        var order =
                new OperatorAddress(estate)
                        .guarded(
                                Providers.require(provider, estate.call().io()),
                                new Order(
                                        provider,
                                        request(provider, wish),
                                        wish.options(),
                                        "up",
                                        new BareFinish().details()),
                                true);
        creations.finishFor(order.request());
        try (MachineProvider open = estate.open(provider, order.options(), progress)) {
            Creations.Made made = creations.make(order, open, creations.plan(order, open));
            made.endIfAllAre(Stage.ADDRESSED);
            remember(made.outcomes());
            return made.outcomes();
        }
    }

    /// What making machines would come to. Every word of the wish is checked; nothing is made.
    ///
    /// @throws belt.core.BeltException.InvalidInput for a size, region, image or option that does not exist
    public CreatePlan plan(String provider, Wish wish) throws InterruptedException {
        try (MachineProvider open = estate.open(provider, wish.options(), progress)) {
            return open.plan(request(provider, wish));
        }
    }

    private CreateRequest request(String provider, Wish wish) {
        String key = new ClusterKeys(estate.cluster(), estate.call().io().clock()).sshPublicKey();
        return CreateRequest.of(
                wish.names(),
                MachineSpec.of(wish.size(), key)
                        .withRegion(wish.region())
                        .withImage(wish.image())
                        .withLabels(Creator.sign(wish.labels(), provider, estate.call().io())));
    }

    private void remember(List<Outcome<Machine>> outcomes) {
        List<Machine> made = Outcomes.values(outcomes);
        estate.cluster().inventory().put(made);
        new ClusterSsh(estate.call(), estate.cluster()).pin(made);
    }

    public List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return perProvider(
                machines, Capability.STOP_START, MachineState.ACTIVE, MachineProvider::start);
    }

    public List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return perProvider(
                machines, Capability.STOP_START, MachineState.STOPPED, MachineProvider::stop);
    }

    /// Restarts machines: in one call where the provider can, else by stopping and starting.
    public List<Outcome<Machine>> restart(Collection<Machine> machines)
            throws InterruptedException {
        var groups = byProvider(machines);
        boolean all =
                groups.keySet().stream()
                        .allMatch(name ->
                                Providers.require(name, estate.call().io())
                                        .can(Capability.RESTART));
        if (all) {
            return perProvider(
                    machines, Capability.RESTART, MachineState.ACTIVE, MachineProvider::restart);
        }
        List<Outcome<Machine>> stopped = stop(machines);
        Outcomes.require(stopped, "were not stopped");
        return start(Outcomes.values(stopped));
    }

    /// Stops machines as if their power was cut.
    public List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return perProvider(
                machines, Capability.STOP_START, MachineState.STOPPED, MachineProvider::kill);
    }

    /// Gives machines another size; where their provider wants that, they stand still already.
    ///
    /// @param size in the providers' spelling
    /// @param state what they are in before it and after it
    public List<Outcome<Machine>> resize(
            Collection<Machine> machines, String size, MachineState state)
            throws InterruptedException {
        return perProvider(
                machines,
                Capability.RESIZE,
                state,
                (provider, those) -> provider.resize(those, provider.size(size)));
    }

    /// Removes machines at their providers, each by its id, written down before and after; what is gone leaves the
    /// inventory, the pinned keys and the creations that are still open.
    public List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        InstantSource clock = estate.call().io().clock();
        var dismissal = new Dismissal(ClusterLedger.of(estate.cluster(), clock), clock);
        List<Outcome<Machine>> outcomes =
                dismissal.run(
                        machines,
                        new Creations(estate, progress).open(),
                        name -> estate.open(name, progress));
        new ClusterSsh(estate.call(), estate.cluster()).forget(Outcomes.values(outcomes));
        outcomes.forEach(outcome -> explainImported(outcome, machines));
        return outcomes;
    }

    /// belt removes at a cloud only what carries its tag. An imported machine carries none.
    private static void explainImported(Outcome<Machine> outcome, Collection<Machine> machines) {
        if (outcome instanceof Outcome.Failed<Machine>(var name, var problem)
                && problem.code() == ProviderProblem.NOT_OURS) {
            machines.stream()
                    .filter(machine -> machine.name().equals(name))
                    .filter(machine -> machine.labels().containsKey(IMPORTED_LABEL))
                    .forEach(machine ->
                            problem.withDetail(
                                            name
                                                    + " was imported: remove "
                                                    + machine.id()
                                                    + " at "
                                                    + machine.provider()
                                                    + " itself, then let belt forget it")
                                    .withRemedy("belt machine rm -f " + name));
        }
    }

    /// Removes what providers made for the cluster beside its machines, of which none may be left. Machines that were just
    /// removed may be listed for a while. A provider that cannot be asked keeps nothing that costs money, and is named.
    public void forgetCluster() throws InterruptedException {
        for (String name : estate.providersUsed()) {
            try (MachineProvider provider = estate.open(name, progress)) {
                forget(provider);
            } catch (BeltException.MissingCredentials | BeltException.Unreachable e) {
                estate.call()
                        .out()
                        .warn(
                                "provider "
                                        + name
                                        + " could not be asked to forget the cluster: "
                                        + e.getMessage());
            }
        }
    }

    private void forget(MachineProvider provider) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                provider.forgetCluster();
                return;
            } catch (BeltException.Refused e) {
                boolean listed = e.code() == ProviderProblem.STILL_HAS_MACHINES;
                if (!listed || tries == FORGET_TRIES || !provider.type().can(Capability.TAGS)) {
                    throw e;
                }
                estate.around(progress).waiting().pause(FORGET_PAUSE, "the machines to be gone");
            }
        }
    }

    private interface Change {
        List<Outcome<Machine>> apply(MachineProvider provider, Collection<Machine> machines)
                throws InterruptedException;
    }

    private List<Outcome<Machine>> perProvider(
            Collection<Machine> machines, Capability needed, MachineState wanted, Change change)
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
            try (MachineProvider provider = estate.open(group.getKey(), progress)) {
                outcomes.addAll(
                        new Settling(estate, progress)
                                .await(
                                        provider,
                                        wanted,
                                        change.apply(provider, group.getValue()),
                                        needed == Capability.RESTART));
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

    /// What the providers say of a cluster's machines.
    ///
    /// @param machines the inventory, with what was seen now
    /// @param vanished ids of machines on record that their providers, which did answer, do not know any more
    /// @param broken lines of the inventory that cannot be read
    public record Look(List<Machine> machines, Set<String> vanished, List<Journal.Broken> broken) {}

    /// The inventory, with what the providers say now. A provider that cannot be asked (another user's machines, no
    /// network) leaves the record as it is.
    ///
    /// @param save whether to write down what changed; only with the lock
    public static List<Machine> refreshed(Estate estate, boolean save) {
        return look(estate, save).machines();
    }

    /// The inventory, with what those providers say now that can be asked without a network: for commands that only show,
    /// which must not wait for a cloud.
    public static Look shown(Estate estate) {
        return look(estate, false, MachineWork::isInstant);
    }

    /// Whether a provider's listing costs nothing.
    public static boolean isInstant(String provider) {
        return Providers.builtIn(provider)
                .filter(type -> type.capabilities().contains(Capability.INSTANT_LIST))
                .isPresent();
    }

    /// As {@link #refreshed}, with what has vanished.
    public static Look look(Estate estate, boolean save) {
        return look(estate, save, _ -> true);
    }

    private static Look look(Estate estate, boolean save, Predicate<String> asked) {
        var byName = new LinkedHashMap<String, Machine>();
        Inventory inventory = estate.cluster().inventory();
        Inventory.Reading reading =
                save ? new Inventory.Reading(inventory.machines(), List.of()) : inventory.read();
        List<Machine> recorded = reading.machines();
        recorded.forEach(machine -> byName.put(machine.name(), machine));
        var providers = new TreeSet<String>();
        recorded.forEach(machine -> providers.add(machine.provider()));
        providers.add(estate.config().driver());
        providers.removeIf(asked.negate());
        var vanished = new LinkedHashSet<String>();
        boolean changed = false;
        for (String name : providers) {
            try (MachineProvider provider = estate.open(name)) {
                List<Machine> seen =
                        provider.list(Selection.cluster()).stream()
                                .filter(machine -> belongs(estate, machine))
                                .toList();
                Set<String> ids = seen.stream().map(Machine::id).collect(Collectors.toSet());
                recorded.stream()
                        .filter(machine -> machine.provider().equals(name))
                        .filter(machine -> !ids.contains(machine.id()))
                        .filter(machine -> !machine.labels().containsKey(IMPORTED_LABEL))
                        .forEach(machine -> vanished.add(machine.id()));
                for (Machine machine : seen) {
                    Machine known = byName.get(machine.name());
                    boolean surplus = // a second one of that name: not the one on record
                            known != null
                                    && !known.id().equals(machine.id())
                                    && ids.contains(known.id());
                    if (!surplus) {
                        changed |= !machine.equals(byName.put(machine.name(), machine));
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
        return new Look(List.copyOf(byName.values()), vanished, reading.broken());
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
