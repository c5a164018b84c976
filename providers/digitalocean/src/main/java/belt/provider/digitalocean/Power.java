package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Labels;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Deletes, starts, stops, restarts and resizes droplets, each by its id, after a look at its tags. The look is one listing
/// per cluster and page, not a call per machine.
final class Power {
    /// Ids are not found for a few seconds after a create.
    static final Duration LAG = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /// How long an action of before may take: a resize takes minutes.
    private static final Duration SETTLING = Duration.ofMinutes(15);

    private final ProviderContext context;
    private final Droplets droplets;
    private final Listing listing;

    /// Droplets by their tags, one listing each.
    interface Listing {
        List<Droplets.Droplet> ofCluster(String cluster) throws InterruptedException;

        List<Droplets.Droplet> ofBatch(String cluster, String batch) throws InterruptedException;
    }

    Power(ProviderContext context, Droplets droplets, Listing listing) {
        this.context = context;
        this.droplets = droplets;
        this.listing = listing;
    }

    /// What is done with one droplet that is ours.
    private interface Work {
        void on(Droplets.Droplet droplet) throws InterruptedException;
    }

    List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        if (machines.isEmpty()) {
            return List.of();
        }
        Map<String, Droplets.Droplet> known = known(machines);
        Map<String, Outcome<Machine>> ends =
                new BatchRemoval(context, droplets, listing).remove(machines, known);
        List<Machine> single =
                machines.stream().filter(each -> !ends.containsKey(each.id())).toList();
        List<Outcome<Machine>> outcomes =
                each(single, known, true, found -> droplets.delete(found.machine().id()));
        for (int i = 0; i < single.size(); i++) {
            ends.put(single.get(i).id(), outcomes.get(i));
        }
        return machines.stream()
                .flatMap(each -> Optional.ofNullable(ends.get(each.id())).stream())
                .toList();
    }

    List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return act(machines, each -> each.state() != MachineState.ACTIVE, "power_on", null);
    }

    /// By the guest, in good order.
    List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return act(machines, each -> each.state() != MachineState.STOPPED, "shutdown", null);
    }

    /// Without asking the guest.
    List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return act(machines, each -> each.state() != MachineState.STOPPED, "power_off", null);
    }

    List<Outcome<Machine>> restart(Collection<Machine> machines) throws InterruptedException {
        return act(machines, _ -> true, "reboot", null);
    }

    /// Processors and memory; the disk stays as it is, so that the machine can become smaller again.
    List<Outcome<Machine>> resize(Collection<Machine> machines, String size)
            throws InterruptedException {
        return act(machines, each -> !each.size().equals(size), "resize", size);
    }

    /// Adds tags, and takes those away that said something else of the same keys.
    List<Outcome<Machine>> label(Collection<Machine> machines, Map<String, String> labels)
            throws InterruptedException {
        List<Outcome<Machine>> found = each(machines, known(machines), false, _ -> {});
        var ours = new ArrayList<Machine>();
        for (Outcome<Machine> each : found) {
            if (each instanceof Outcome.Done<Machine>(_, var machine)) {
                ours.add(machine);
            }
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            droplets.mark(
                    Tags.label(label.getKey(), label.getValue()),
                    ours.stream().map(Machine::id).toList(),
                    true);
            var old = new HashMap<String, List<String>>();
            for (Machine machine : ours) {
                String said = machine.labels().get(label.getKey());
                if (said != null && !said.equals(label.getValue())) {
                    old.computeIfAbsent(Tags.label(label.getKey(), said), _ -> new ArrayList<>())
                            .add(machine.id());
                }
            }
            for (Map.Entry<String, List<String>> each : old.entrySet()) {
                droplets.mark(each.getKey(), each.getValue(), false);
            }
        }
        return found.stream().map(each -> Labels.added(each, labels)).toList();
    }

    private List<Outcome<Machine>> act(
            Collection<Machine> machines,
            Predicate<Machine> needed,
            String action,
            @Nullable String size)
            throws InterruptedException {
        settle(machines);
        return each(
                machines,
                known(machines),
                false,
                found -> {
                    if (needed.test(found.machine())) {
                        act(found.machine(), action, size);
                    }
                });
    }

    private void act(Machine machine, String action, @Nullable String size)
            throws InterruptedException {
        try {
            droplets.act(machine.id(), action, size);
        } catch (BeltException.InvalidInput e) {
            throw new BeltException.Conflict(
                            DigitalOceanProblem.BUSY,
                            "DigitalOcean refused to " + action + " " + machine.name(),
                            e)
                    .withDetail(
                            e.detail().orElse("")
                                    + (action.equals("resize")
                                                    && machine.state() == MachineState.ACTIVE
                                            ? " (belt stop it first)"
                                            : ""));
        }
    }

    /// Waits until no action of before is under way: DigitalOcean refuses a second one.
    private void settle(Collection<Machine> machines) throws InterruptedException {
        Set<String> ids = new HashSet<>();
        machines.forEach(each -> ids.add(each.id()));
        Instant until = context.around().clock().instant().plus(SETTLING);
        while (context.around().clock().instant().isBefore(until)) {
            long busy =
                    known(machines).values().stream()
                            .filter(each -> each.busy() && ids.contains(each.machine().id()))
                            .count();
            if (busy == 0) {
                return;
            }
            context.around().waiting().pause(LOOK_AGAIN, "actions on " + busy + " machines to end");
        }
    }

    private Map<String, Droplets.Droplet> known(Collection<Machine> machines)
            throws InterruptedException {
        var known = new HashMap<String, Droplets.Droplet>();
        var clusters = new HashSet<String>();
        for (Machine machine : machines) {
            if (clusters.add(machine.cluster())) {
                listing.ofCluster(machine.cluster())
                        .forEach(each -> known.put(each.machine().id(), each));
            }
        }
        return known;
    }

    private List<Outcome<Machine>> each(
            Collection<Machine> machines,
            Map<String, Droplets.Droplet> known,
            boolean goneIsDone,
            Work work)
            throws InterruptedException {
        var jobs = new ArrayList<Fanout.Job<Machine>>();
        for (Machine machine : machines) {
            jobs.add(new Fanout.Job<>(machine.name(), () -> one(machine, known, goneIsDone, work)));
        }
        return new Fanout(context.parallel()).run(jobs);
    }

    private Machine one(
            Machine machine, Map<String, Droplets.Droplet> known, boolean goneIsDone, Work work)
            throws InterruptedException {
        Optional<Droplets.Droplet> found =
                Optional.ofNullable(known.get(machine.id()))
                        .filter(each -> each.machine().cluster().equals(machine.cluster()));
        if (found.isEmpty()) {
            found = look(machine);
        }
        if (found.isEmpty()) {
            if (goneIsDone) {
                return machine;
            }
            throw new BeltException.NotFound(
                    ProviderProblem.NOT_FOUND,
                    "droplet " + machine.id() + " of " + machine.name() + " is gone");
        }
        Machine there = found.get().machine();
        if (machine.cluster().isEmpty() || !there.cluster().equals(machine.cluster())) {
            throw new BeltException.Refused(
                            ProviderProblem.NOT_OURS,
                            "droplet "
                                    + machine.id()
                                    + " carries no tag of cluster "
                                    + machine.cluster())
                    .withDetail("it is called " + there.name());
        }
        work.on(found.get());
        return there;
    }

    /// A single droplet. A young one that is not found is looked for again: who takes that for gone leaves a paid orphan.
    private Optional<Droplets.Droplet> look(Machine machine) throws InterruptedException {
        if (!machine.id().matches("[0-9]{1,19}")) {
            return Optional.empty();
        }
        while (true) {
            Optional<Droplets.Droplet> found = droplets.find(machine.id());
            boolean old =
                    machine.createdAt().plus(LAG).isBefore(context.around().clock().instant());
            if (found.isPresent() || old) {
                return found;
            }
            context.around().waiting().pause(LOOK_AGAIN, "DigitalOcean to know its new droplets");
        }
    }
}
