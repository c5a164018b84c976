package belt.provider.exec;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Reads what an executable says of machines, and believes nothing that does not fit: a machine of another cluster in this
/// cluster's listing, an outcome for nobody, two for one.
///
/// @param type whose answers they are
/// @param context of which cluster
record Believed(ExecType type, ProviderContext context) {
    /// The outcomes of a create, one per name of the batch.
    List<Outcome<Machine>> created(Batch batch, Fields from, Consumer<Machine> onState) {
        Map<String, Outcome<Machine>> byName =
                byKey(
                        from,
                        "name",
                        new HashSet<>(batch.names()),
                        (name, each) -> {
                            Machine machine = made(batch, each.object("machine"));
                            if (!machine.name().equals(name)) {
                                throw new Nonsense(
                                        "sent machine " + machine.name() + " as " + name);
                            }
                            onState.accept(machine);
                            return machine;
                        });
        return batch.names().stream().map(name -> byName.getOrDefault(name, lost(name))).toList();
    }

    private Outcome<Machine> lost(String name) {
        return new Outcome.Failed<>(
                name,
                new BeltException.Unreachable(
                        ProviderProblem.OUTCOME_UNKNOWN,
                        "provider " + type.name() + " did not say what became of " + name));
    }

    /// A machine of a batch.
    Machine made(Batch batch, Fields from) {
        Machine machine = ofThisCluster(from);
        if (!batch.names().contains(machine.name())) {
            throw new Nonsense("sent machine " + machine.name() + ", which is not in the batch");
        }
        if (!machine.batch().equals(batch.id()) && !type.can(Capability.IDEMPOTENT_CREATE)) {
            throw new Nonsense("sent machine " + machine.name() + " of another batch");
        }
        return machine;
    }

    /// A machine of this cluster.
    Machine ofThisCluster(Fields from) {
        Machine machine = Results.machine(type.name(), from);
        if (!machine.cluster().equals(context.cluster())) {
            throw new Nonsense(
                    "sent machine "
                            + machine.name()
                            + " of cluster "
                            + machine.cluster()
                            + " for cluster "
                            + context.cluster());
        }
        return machine;
    }

    /// The outcomes of a change, one per machine in their order.
    List<Outcome<Machine>> changed(Collection<Machine> machines, Fields from) {
        var byId = new HashMap<String, Machine>();
        machines.forEach(machine -> byId.put(machine.id(), machine));
        Map<String, Outcome<Machine>> outcomes =
                byKey(from, "id", byId.keySet(), (id, each) -> changed(byId, id, each));
        return machines.stream()
                .map(machine ->
                        named(
                                machine.name(),
                                outcomes.getOrDefault(machine.id(), lost(machine.name()))))
                .toList();
    }

    private Machine changed(Map<String, Machine> byId, String id, Fields from) {
        Machine before = Objects.requireNonNull(byId.get(id));
        if (!from.has("machine")) {
            return before;
        }
        Machine after = ofThisCluster(from.object("machine"));
        if (!after.id().equals(id)) {
            throw new Nonsense("sent machine " + after.id() + " as " + id);
        }
        return after;
    }

    private static Outcome<Machine> named(String name, Outcome<Machine> outcome) {
        return switch (outcome) {
            case Outcome.Done<Machine> done -> new Outcome.Done<>(name, done.value());
            case Outcome.Failed<Machine> failed -> new Outcome.Failed<>(name, failed.problem());
        };
    }

    private interface Reader {
        Machine read(String key, Fields outcome);
    }

    /// The outcomes by name or id; each at most once, and only of those that were asked for.
    private Map<String, Outcome<Machine>> byKey(
            Fields from, String key, Collection<String> asked, Reader reader) {
        var outcomes = new HashMap<String, Outcome<Machine>>();
        for (Fields each : from.requireObjects("outcomes")) {
            String name = each.text(key);
            if (!asked.contains(name)) {
                throw new Nonsense("sent an outcome for " + name + ", which was not asked for");
            }
            Outcome<Machine> outcome =
                    each.has("error")
                            ? new Outcome.Failed<>(
                                    name, Failures.of(type.name(), each.object("error")))
                            : new Outcome.Done<>(name, reader.read(name, each));
            if (outcomes.put(name, outcome) != null) {
                throw new Nonsense("sent two outcomes for " + name);
            }
        }
        return outcomes;
    }
}
