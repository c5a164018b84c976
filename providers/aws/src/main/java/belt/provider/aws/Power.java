package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Labels;
import belt.provider.Machine;
import belt.provider.MachineSize;
import belt.provider.ProviderContext;
import belt.provider.ProviderProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Tag;

/// Calls on instances that exist: always by id, and only after a look at their tags.
final class Power {
    /// How long a new id may be unknown to EC2's other calls before we believe that it is gone.
    private static final Duration LAG = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /// How many instances one call is about: EC2's advice for large numbers.
    private static final int MOST = 100;

    /// One of EC2's calls for several instances.
    private interface Call {
        void on(List<String> ids) throws InterruptedException;
    }

    private final ProviderContext context;
    private final Ec2Regions regions;
    private final Instances instances;

    Power(ProviderContext context, Ec2Regions regions, Instances instances) {
        this.context = context;
        this.regions = regions;
        this.instances = instances;
    }

    List<Outcome<Machine>> delete(Collection<Machine> machines) throws InterruptedException {
        return each(
                machines,
                true,
                (region, found) ->
                        chunks(
                                ids(found, each -> !Instances.isGone(each)),
                                ids ->
                                        region.call(
                                                "TerminateInstances",
                                                ids.size(),
                                                ec2 ->
                                                        ec2.terminateInstances(
                                                                call -> call.instanceIds(ids)))));
    }

    List<Outcome<Machine>> start(Collection<Machine> machines) throws InterruptedException {
        return each(
                machines,
                false,
                (region, found) ->
                        chunks(
                                ids(found, each -> !is(each, InstanceStateName.RUNNING)),
                                ids ->
                                        region.call(
                                                "StartInstances",
                                                ids.size(),
                                                ec2 ->
                                                        ec2.startInstances(
                                                                call -> call.instanceIds(ids)))));
    }

    /// By the guest, in good order.
    List<Outcome<Machine>> stop(Collection<Machine> machines) throws InterruptedException {
        return stop(machines, false);
    }

    /// Without waiting for the guest, also where an orderly stop hangs.
    List<Outcome<Machine>> kill(Collection<Machine> machines) throws InterruptedException {
        return stop(machines, true);
    }

    private List<Outcome<Machine>> stop(Collection<Machine> machines, boolean force)
            throws InterruptedException {
        return each(
                machines,
                false,
                (region, found) ->
                        chunks(
                                ids(found, each -> !is(each, InstanceStateName.STOPPED)),
                                ids ->
                                        region.call(
                                                "StopInstances",
                                                ids.size(),
                                                ec2 ->
                                                        ec2.stopInstances(call ->
                                                                call.instanceIds(ids)
                                                                        .force(force)))));
    }

    List<Outcome<Machine>> restart(Collection<Machine> machines) throws InterruptedException {
        return each(
                machines,
                false,
                (region, found) ->
                        chunks(
                                ids(found, _ -> true),
                                ids ->
                                        region.call(
                                                "RebootInstances",
                                                ec2 ->
                                                        ec2.rebootInstances(
                                                                call -> call.instanceIds(ids)))));
    }

    List<Outcome<Machine>> label(Collection<Machine> machines, Map<String, String> labels)
            throws InterruptedException {
        List<Tag> tags =
                labels.entrySet().stream()
                        .map(label ->
                                Tag.builder()
                                        .key(Tags.LABEL + label.getKey())
                                        .value(label.getValue())
                                        .build())
                        .toList();
        List<Outcome<Machine>> outcomes =
                each(
                        machines,
                        false,
                        (region, found) ->
                                chunks(
                                        ids(found, _ -> true),
                                        ids ->
                                                region.call(
                                                        "CreateTags",
                                                        ec2 ->
                                                                ec2.createTags(call ->
                                                                        call.resources(ids)
                                                                                .tags(tags)))));
        return outcomes.stream().map(each -> Labels.added(each, labels)).toList();
    }

    /// EC2 changes the type of stopped instances only.
    List<Outcome<Machine>> resize(Collection<Machine> machines, MachineSize size)
            throws InterruptedException {
        return each(
                machines,
                false,
                (region, found) -> {
                    var failed = new LinkedHashMap<String, BeltException>();
                    for (String id :
                            ids(found, each -> !size.text().equals(each.instanceTypeAsString()))) {
                        try {
                            region.call(
                                    "ModifyInstanceAttribute",
                                    ec2 ->
                                            ec2.modifyInstanceAttribute(call ->
                                                    call.instanceId(id)
                                                            .instanceType(type ->
                                                                    type.value(size.text()))));
                        } catch (BeltException.Conflict e) {
                            failed.put(id, e.withRemedy("belt stop NAME"));
                        } catch (BeltException e) {
                            failed.put(id, e);
                        }
                    }
                    return failed;
                });
    }

    /// What is done with the instances of one region; the result says which failed.
    private interface Work {
        Map<String, BeltException> on(Ec2Region region, Map<String, Instance> found)
                throws InterruptedException;
    }

    private List<Outcome<Machine>> each(Collection<Machine> machines, boolean goneIsDone, Work work)
            throws InterruptedException {
        var byRegion = new LinkedHashMap<String, List<Machine>>();
        machines.forEach(
                each -> byRegion.computeIfAbsent(each.region(), _ -> new ArrayList<>()).add(each));
        var outcomes = new LinkedHashMap<String, Outcome<Machine>>();
        for (Map.Entry<String, List<Machine>> entry : byRegion.entrySet()) {
            Ec2Region region = regions.of(entry.getKey());
            List<Machine> some = entry.getValue();
            Map<String, Instance> found = look(region, some, goneIsDone);
            var ours = new LinkedHashMap<String, Instance>();
            for (Machine machine : some) {
                Instance instance = found.get(machine.id());
                if (instance == null || Instances.isGone(instance) && !goneIsDone) {
                    outcomes.put(machine.id(), vanished(machine, goneIsDone));
                } else if (Instances.isOf(instance, machine.cluster())) {
                    ours.put(machine.id(), instance);
                } else {
                    outcomes.put(
                            machine.id(),
                            new Outcome.Failed<>(machine.name(), instances.notOurs(machine)));
                }
            }
            Map<String, BeltException> failed = ours.isEmpty() ? Map.of() : work.on(region, ours);
            for (Machine machine : some) {
                BeltException problem = failed.get(machine.id());
                outcomes.putIfAbsent(
                        machine.id(),
                        problem == null
                                ? new Outcome.Done<>(machine.name(), machine)
                                : new Outcome.Failed<>(machine.name(), problem));
            }
        }
        return machines.stream().map(each -> require(outcomes, each)).toList();
    }

    private static Outcome<Machine> require(
            Map<String, Outcome<Machine>> outcomes, Machine machine) {
        Outcome<Machine> outcome = outcomes.get(machine.id());
        if (outcome == null) {
            throw new BeltException.Bug(machine.name() + " has no outcome");
        }
        return outcome;
    }

    private static Outcome<Machine> vanished(Machine machine, boolean goneIsDone) {
        return goneIsDone
                ? new Outcome.Done<>(machine.name(), machine)
                : new Outcome.Failed<>(
                        machine.name(),
                        new BeltException.NotFound(
                                ProviderProblem.NOT_FOUND,
                                "instance " + machine.id() + " of " + machine.name() + " is gone"));
    }

    /// The instances behind machines. A young one that EC2 does not find is looked for again: listings lag behind a
    /// create, and who takes that for gone leaves a paid orphan.
    private Map<String, Instance> look(Ec2Region region, List<Machine> machines, boolean patient)
            throws InterruptedException {
        List<String> ids = machines.stream().map(Machine::id).toList();
        Map<String, Instance> found = instances.byId(region, ids);
        Instant until = context.around().clock().instant().plus(LAG);
        while (patient) {
            Instant now = context.around().clock().instant();
            List<String> young =
                    machines.stream()
                            .filter(each -> !found.containsKey(each.id()))
                            .filter(each -> each.createdAt().plus(LAG).isAfter(now))
                            .map(Machine::id)
                            .toList();
            if (young.isEmpty() || now.isAfter(until)) {
                break;
            }
            context.around().waiting().pause(LOOK_AGAIN, "EC2 to know its new instances");
            found.putAll(instances.byId(region, young));
        }
        return found;
    }

    private static boolean is(Instance instance, InstanceStateName state) {
        return instance.state().name() == state;
    }

    private static List<String> ids(Map<String, Instance> found, Predicate<Instance> wanted) {
        return found.values().stream().filter(wanted).map(Instance::instanceId).toList();
    }

    /// Makes the call for some at a time. Where EC2 refuses several together, each is asked for alone, so that one does not
    /// hold up the others.
    private static Map<String, BeltException> chunks(List<String> ids, Call call)
            throws InterruptedException {
        var failed = new LinkedHashMap<String, BeltException>();
        for (int from = 0; from < ids.size(); from += MOST) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + MOST));
            try {
                call.on(some);
            } catch (BeltException.Unreachable | BeltException.MissingCredentials e) {
                some.forEach(id -> failed.put(id, e));
            } catch (BeltException e) {
                if (some.size() == 1) {
                    failed.put(some.getFirst(), e);
                } else {
                    for (String id : some) {
                        failed.putAll(chunks(List.of(id), call));
                    }
                }
            }
        }
        return failed;
    }
}
