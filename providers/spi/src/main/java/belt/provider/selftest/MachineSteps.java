package belt.provider.selftest;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineState;
import belt.provider.ProviderProblem;
import belt.provider.Selection;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The promises about machines that are there: two, made by the first of these steps.
record MachineSteps(ContractBench bench) {
    List<Step> steps() {
        return List.of(
                bench.step("makes what was planned", this::creating),
                bench.step("lists what it made, by cluster and by batch", this::listing),
                bench.step("remembers its machines in a new process", this::remembering),
                bench.step("keeps labels and the batch", this::keeping),
                bench.step("does not plan what is there", this::planningAgain),
                bench.step("makes nothing twice when asked twice", this::creatingAgain),
                ContractBench.plain("shows no machines to another cluster", this::otherCluster),
                ContractBench.plain("shows no machines to another clone", this::otherClone),
                bench.step("finds everything of belt", this::everything),
                bench.step("leaves another cluster's machines alone", this::notOurs),
                bench.step("forgets no cluster that has machines", this::forgetting));
    }

    private void creating(MachineProvider provider) throws InterruptedException {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        bench.carriedOut = provider.prepare(provider.plan(bench.request()));
        for (Batch batch : bench.carriedOut.batches()) {
            List<Outcome<Machine>> outcomes =
                    provider.create(batch, machine -> heard.add(machine.name()));
            ContractBench.values(outcomes);
            List<String> named = outcomes.stream().map(Outcome::node).toList();
            ContractBench.need(
                    named.equals(batch.names()),
                    "for " + batch.names() + " it told what became of " + named);
        }
        bench.made =
                bench.awaitAll(
                        provider, Set.of(bench.first(), bench.second()), MachineState.ACTIVE);
        ContractBench.need(
                heard.containsAll(List.of(bench.first(), bench.second())),
                "it told of " + heard + " while it made them");
        for (Machine machine : bench.made) {
            ContractBench.need(
                    machine.cluster().equals(bench.cluster()),
                    machine.name() + " is of cluster " + machine.cluster());
            ContractBench.need(
                    !machine.addresses().isEmpty(),
                    machine.name() + " is active without an address");
            ContractBench.need(
                    machine.provider().equals(bench.test().type().name()),
                    machine.name() + " is of provider " + machine.provider());
        }
        ContractBench.need(
                !bench.made.getFirst().id().equals(bench.made.getLast().id()),
                "two machines have the id " + bench.made.getFirst().id());
    }

    private void listing(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        for (Batch batch : bench.carriedOut.batches()) {
            Set<String> listed = ContractBench.names(provider.list(Selection.batch(batch.id())));
            ContractBench.need(
                    listed.equals(Set.copyOf(batch.names())),
                    "batch of " + batch.names() + " lists " + listed);
        }
        Set<String> none = ContractBench.names(provider.list(Selection.batch("nosuchbatch")));
        ContractBench.need(none.isEmpty(), "a batch that does not exist lists " + none);
    }

    private void remembering(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        Set<String> before = ContractBench.ids(bench.made);
        Set<String> now = ContractBench.ids(provider.list(Selection.cluster()));
        ContractBench.need(
                now.equals(before), "it listed the ids " + before + " before, and now " + now);
    }

    private void keeping(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        Set<String> batches = new HashSet<>();
        bench.carriedOut.batches().forEach(batch -> batches.add(batch.id()));
        for (Machine machine : provider.list(Selection.cluster())) {
            ContractBench.need(
                    machine.labels().equals(bench.test().labels()),
                    machine.name()
                            + " has the labels "
                            + machine.labels()
                            + " instead of "
                            + bench.test().labels());
            ContractBench.need(
                    batches.contains(machine.batch()),
                    machine.name()
                            + " is of batch '"
                            + machine.batch()
                            + "' instead of "
                            + batches);
        }
    }

    private void planningAgain(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        try {
            planAgain(provider, List.of(bench.first(), bench.third(), bench.second()), 1);
        } catch (BeltException.Refused e) {
            if (e.code() != ProviderProblem.QUOTA) {
                throw e;
            }
            // there is room for two only: then at least those are not planned again
            planAgain(provider, List.of(bench.first(), bench.second()), 0);
        }
    }

    private void planAgain(MachineProvider provider, List<String> names, int fresh)
            throws InterruptedException {
        CreatePlan plan = provider.plan(CreateRequest.of(names, bench.test().spec()));
        ContractBench.need(
                plan.count() == fresh
                        && plan.batches().stream()
                                .allMatch(batch -> batch.names().contains(bench.third())),
                "it plans " + plan.count() + " machines, and " + fresh + " are not there yet");
        Set<String> there = new TreeSet<>(plan.existing());
        ContractBench.need(
                there.equals(ContractBench.names(bench.made)), "it says that there are " + there);
    }

    private void creatingAgain(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.IDEMPOTENT_CREATE);
        for (Batch batch : bench.carriedOut.batches()) {
            ContractBench.values(provider.create(batch, _ -> {}));
        }
        bench.pause("listings to catch up");
        Set<String> now = ContractBench.ids(provider.list(Selection.cluster()));
        ContractBench.need(
                now.equals(ContractBench.ids(bench.made)),
                "there were the ids " + ContractBench.ids(bench.made) + ", now there are " + now);
    }

    private void otherCluster() throws InterruptedException {
        bench.needMachines();
        String name = bench.cluster() + "x";
        try (MachineProvider other = bench.test().type().open(bench.context(name))) {
            Set<String> seen = ContractBench.names(other.list(Selection.cluster()));
            ContractBench.need(seen.isEmpty(), "cluster " + name + ", which is new, has " + seen);
        }
    }

    private void otherClone() throws InterruptedException {
        bench.needMachines();
        if (bench.can(Capability.TAGS)) {
            throw new ContractBench.Skip("its tags tell clusters apart, by their names alone");
        }
        Path other = bench.test().folder().resolve("other-clone");
        try (MachineProvider provider =
                bench.test().type().open(bench.context(bench.cluster(), other))) {
            Set<String> seen = ContractBench.names(provider.list(Selection.cluster()));
            ContractBench.need(seen.isEmpty(), "another clone's cluster of that name has " + seen);
        }
    }

    private void everything(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.TAGS);
        Set<String> all = ContractBench.ids(provider.list(Selection.everythingOfBelt()));
        ContractBench.need(
                all.containsAll(ContractBench.ids(bench.made)),
                "not in it: " + ContractBench.ids(bench.made) + ", but " + all);
    }

    private void notOurs(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        bench.when(Capability.TAGS);
        Machine real = bench.made.getFirst();
        Machine wrong =
                Machine.named(real.name(), real.id(), real.provider(), bench.cluster() + "x")
                        .region(real.region())
                        .build();
        Outcome<Machine> outcome = provider.delete(List.of(wrong)).getFirst();
        bench.pause("listings to catch up");
        ContractBench.need(
                ContractBench.ids(provider.list(Selection.cluster())).contains(real.id()),
                real.name() + " was deleted for a record that names another bench.cluster()");
        ContractBench.need(
                outcome instanceof Outcome.Failed<Machine>(_, var problem)
                        && problem instanceof BeltException.Refused,
                "it did not refuse to delete a machine of another bench.cluster()");
    }

    private void forgetting(MachineProvider provider) throws InterruptedException {
        bench.needMachines();
        try {
            provider.forgetCluster();
        } catch (BeltException.Refused _) {
            Set<String> left = ContractBench.ids(provider.list(Selection.cluster()));
            ContractBench.need(
                    left.equals(ContractBench.ids(bench.made)),
                    "it refused, and " + left + " are left of " + ContractBench.ids(bench.made));
            return;
        }
        throw new ContractBench.Complaint(
                "it forgot a bench.cluster() that has " + ContractBench.names(bench.made));
    }
}
