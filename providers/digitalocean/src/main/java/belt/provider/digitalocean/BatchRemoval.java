package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provider.ProviderContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Removes whole batches with one call each, by the batch's tag, which is unique for ever and which nobody else carries. Only
/// where a listing by that very tag, just before the call, shows exactly the droplets that shall go; everything else is
/// removed one by one.
final class BatchRemoval {
    /// A listing and a call cost two: for two droplets nothing is gained.
    private static final int LEAST = 3;

    private final ProviderContext context;
    private final Droplets droplets;
    private final Power.Listing listing;

    BatchRemoval(ProviderContext context, Droplets droplets, Power.Listing listing) {
        this.context = context;
        this.droplets = droplets;
        this.listing = listing;
    }

    /// @param known what the clusters of these machines have now
    /// @return by id, what was removed so, and what could not be because DigitalOcean does not answer
    Map<String, Outcome<Machine>> remove(
            Collection<Machine> machines, Map<String, Droplets.Droplet> known)
            throws InterruptedException {
        List<List<Machine>> batches = whole(machines, known);
        var jobs = new ArrayList<Fanout.Job<Boolean>>();
        for (List<Machine> batch : batches) {
            jobs.add(
                    new Fanout.Job<>(
                            batch.getFirst().batch(), () -> remove(batch.getFirst(), ids(batch))));
        }
        List<Outcome<Boolean>> ends = new Fanout(context.parallel()).run(jobs);
        var outcomes = new HashMap<String, Outcome<Machine>>();
        for (int i = 0; i < ends.size(); i++) {
            for (Machine machine : batches.get(i)) {
                switch (ends.get(i)) {
                    case Outcome.Done<Boolean>(_, var removed) -> {
                        if (removed) {
                            outcomes.put(machine.id(), new Outcome.Done<>(machine.name(), machine));
                        }
                    }
                    case Outcome.Failed<Boolean>(_, var problem) -> {
                        if (problem instanceof BeltException.Unreachable
                                || problem instanceof BeltException.MissingCredentials) {
                            outcomes.put(
                                    machine.id(), new Outcome.Failed<>(machine.name(), problem));
                        }
                    }
                }
            }
        }
        return outcomes;
    }

    private static Set<String> ids(Collection<Machine> machines) {
        return machines.stream().map(Machine::id).collect(Collectors.toSet());
    }

    /// The batches of which everything that is known shall go. A young one may have members that listings do not show yet.
    private List<List<Machine>> whole(
            Collection<Machine> machines, Map<String, Droplets.Droplet> known) {
        Set<String> asked = ids(machines);
        Instant settled = context.around().clock().instant().minus(Power.LAG);
        var batches = new LinkedHashMap<String, List<Machine>>();
        for (Droplets.Droplet each : known.values()) {
            Machine machine = each.machine();
            if (!machine.batch().isEmpty()) {
                batches.computeIfAbsent(
                                Tags.batch(machine.cluster(), machine.batch()),
                                _ -> new ArrayList<>())
                        .add(machine);
            }
        }
        Map<String, String> clusters =
                machines.stream()
                        .collect(Collectors.toMap(Machine::id, Machine::cluster, (one, _) -> one));
        return batches.values().stream()
                .filter(batch -> batch.size() >= LEAST && asked.containsAll(ids(batch)))
                .filter(batch ->
                        batch.stream()
                                .allMatch(each ->
                                        each.createdAt().isBefore(settled)
                                                && each.cluster().equals(clusters.get(each.id()))))
                .toList();
    }

    /// @return whether they were removed; not if the tag's own listing shows anything else
    private boolean remove(Machine one, Set<String> ids) throws InterruptedException {
        List<Droplets.Droplet> listed = listing.ofBatch(one.cluster(), one.batch());
        Set<String> there =
                listed.stream().map(each -> each.machine().id()).collect(Collectors.toSet());
        if (!there.equals(ids)) {
            return false;
        }
        droplets.deleteTagged(Tags.batch(one.cluster(), one.batch()));
        return true;
    }
}
