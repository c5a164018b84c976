package belt.provider.selftest;

import belt.core.BeltException;
import belt.core.Outcome;
import belt.core.RandomId;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.CreateRequest;
import belt.provider.Machine;
import belt.provider.MachineProvider;
import belt.provider.MachineState;
import belt.provider.ProviderContext;
import belt.provider.ProviderOption;
import belt.provider.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The contract's promises in the order in which they are looked at: the first ones cost nothing, the middle ones share two
/// machines, the last one removes them.
final class ContractSteps {
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Map<String, String> LABELS = Map.of("purpose", "self test, \"quoted\"");

    private final SelfTest test;
    private final String cluster = "belt-self-test-" + RandomId.next().substring(0, 6);
    private final String first = "selftest-" + RandomId.next().substring(0, 5) + "-a";
    private final String second = first.substring(0, first.length() - 1) + "b";
    private List<Machine> made = List.of();
    private CreatePlan carriedOut = CreatePlan.of(List.of(), 1);

    /// A promise that is not kept.
    static final class Complaint extends RuntimeException {
        private static final long serialVersionUID = 1;

        Complaint(String what) {
            super(what);
        }
    }

    /// A promise that is not looked at.
    static final class Skip extends RuntimeException {
        private static final long serialVersionUID = 1;

        Skip(String why) {
            super(why);
        }
    }

    private interface Look {
        void at(MachineProvider provider) throws InterruptedException;
    }

    ContractSteps(SelfTest test) {
        this.test = test;
    }

    ProviderContext context(String name) {
        ProviderContext given = test.context();
        return new ProviderContext(
                name,
                test.folder().resolve(name),
                given.options(),
                given.credentials(),
                given.around(),
                given.parallel());
    }

    List<Step> steps() {
        return List.of(
                new Step("describes its options", this::options),
                step("tells its account", MachineProvider::check),
                step("offers what it declares", this::offers),
                step("refuses a region that nobody knows", this::unknownRegion),
                step("makes nothing when it plans", this::planning),
                step("makes what was planned", this::creating),
                step("lists what it made, by cluster and by batch", this::listing),
                step("remembers its machines in a new process", this::remembering),
                step("keeps labels and the batch", this::keeping),
                step("does not plan what is there", this::planningAgain),
                step("makes nothing twice when asked twice", this::creatingAgain),
                new Step("shows no machines to another cluster", this::otherCluster),
                step("finds everything of belt", this::everything),
                step("leaves another cluster's machines alone", this::notOurs),
                step("forgets no cluster that has machines", this::forgetting),
                step("stops and starts", this::stopping),
                step("restarts", this::restarting),
                step("resizes", this::resizing),
                step("deletes only what it was asked to, and twice without harm", this::deleting),
                step("never uses an id again", this::recreating));
    }

    Step cleanUp() {
        return step("leaves nothing behind", this::removeAll);
    }

    private Step step(String promise, Look look) {
        return new Step(
                promise,
                () -> {
                    try (MachineProvider provider = test.type().open(context(cluster))) {
                        look.at(provider);
                        return new Step.Verdict.Kept();
                    }
                });
    }

    private Step.Verdict options() {
        var words = new HashSet<String>();
        for (ProviderOption option : test.type().options()) {
            need(words.add(option.key()), "two options are called " + option.key());
            need(
                    option.flag().isEmpty() || words.add(option.flag()),
                    "two options have the flag " + option.flag());
            need(!option.meaning().isBlank(), "option " + option.key() + " has no meaning");
        }
        return new Step.Verdict.Kept();
    }

    private void offers(MachineProvider provider) throws InterruptedException {
        if (can(Capability.REGIONS)) {
            need(!provider.regions().isEmpty(), "it declares regions and offers none");
        }
        if (can(Capability.IMAGES)) {
            need(!provider.images().isEmpty(), "it declares images and offers none");
        }
        if (can(Capability.PRICES)) {
            need(
                    provider.sizes().stream().allMatch(each -> each.price() != null),
                    "it declares prices, and a size has none");
        }
        need(
                !provider.size(test.spec().size()).text().isBlank(),
                "it does not tell the size " + test.spec().size());
    }

    private void unknownRegion(MachineProvider provider) throws InterruptedException {
        when(Capability.REGIONS);
        var wish =
                CreateRequest.of(List.of(first), test.spec().withRegion("no-such-region-anywhere"));
        try {
            provider.plan(wish);
        } catch (BeltException.InvalidInput _) {
            return;
        }
        throw new Complaint("it planned for the region no-such-region-anywhere");
    }

    private void planning(MachineProvider provider) throws InterruptedException {
        CreatePlan plan = provider.plan(request());
        need(plan.count() == 2, "two machines were asked for, planned are " + plan.count());
        need(
                !can(Capability.PRICES) || plan.price().isPresent(),
                "it declares prices, and its plan has none");
        pause("listings to catch up");
        List<Machine> there = provider.list(Selection.cluster());
        need(there.isEmpty(), "planning made " + names(there));
    }

    private void creating(MachineProvider provider) throws InterruptedException {
        carriedOut = provider.prepare(provider.plan(request()));
        for (Batch batch : carriedOut.batches()) {
            values(provider.create(batch, _ -> {}));
        }
        made = awaitAll(provider, Set.of(first, second), MachineState.ACTIVE);
        for (Machine machine : made) {
            need(!machine.addresses().isEmpty(), machine.name() + " is active without an address");
            need(
                    machine.provider().equals(test.type().name()),
                    machine.name() + " is of provider " + machine.provider());
        }
        need(
                !made.getFirst().id().equals(made.getLast().id()),
                "two machines have the id " + made.getFirst().id());
    }

    private void listing(MachineProvider provider) throws InterruptedException {
        needMachines();
        for (Batch batch : carriedOut.batches()) {
            Set<String> listed = names(provider.list(Selection.batch(batch.id())));
            need(
                    listed.equals(Set.copyOf(batch.names())),
                    "batch of " + batch.names() + " lists " + listed);
        }
        Set<String> none = names(provider.list(Selection.batch("nosuchbatch")));
        need(none.isEmpty(), "a batch that does not exist lists " + none);
    }

    private void remembering(MachineProvider provider) throws InterruptedException {
        needMachines();
        Set<String> before = ids(made);
        Set<String> now = ids(provider.list(Selection.cluster()));
        need(now.equals(before), "it listed the ids " + before + " before, and now " + now);
    }

    private void keeping(MachineProvider provider) throws InterruptedException {
        needMachines();
        Set<String> batches = new HashSet<>();
        carriedOut.batches().forEach(batch -> batches.add(batch.id()));
        for (Machine machine : provider.list(Selection.cluster())) {
            need(
                    machine.labels().equals(LABELS),
                    machine.name()
                            + " has the labels "
                            + machine.labels()
                            + " instead of "
                            + LABELS);
            need(
                    batches.contains(machine.batch()),
                    machine.name()
                            + " is of batch '"
                            + machine.batch()
                            + "' instead of "
                            + batches);
        }
    }

    private void planningAgain(MachineProvider provider) throws InterruptedException {
        needMachines();
        CreatePlan plan = provider.plan(request());
        need(plan.count() == 0, "it plans " + plan.count() + " machines that are there already");
    }

    private void creatingAgain(MachineProvider provider) throws InterruptedException {
        needMachines();
        when(Capability.IDEMPOTENT_CREATE);
        for (Batch batch : carriedOut.batches()) {
            values(provider.create(batch, _ -> {}));
        }
        pause("listings to catch up");
        Set<String> now = ids(provider.list(Selection.cluster()));
        need(now.equals(ids(made)), "there were the ids " + ids(made) + ", now there are " + now);
    }

    private Step.Verdict otherCluster() throws InterruptedException {
        needMachines();
        try (MachineProvider other = test.type().open(context(cluster + "x"))) {
            Set<String> seen = names(other.list(Selection.cluster()));
            need(seen.isEmpty(), "cluster " + cluster + "x, which is new, has " + seen);
            return new Step.Verdict.Kept();
        }
    }

    private void everything(MachineProvider provider) throws InterruptedException {
        needMachines();
        when(Capability.TAGS);
        Set<String> all = ids(provider.list(Selection.everythingOfBelt()));
        need(all.containsAll(ids(made)), "not in it: " + ids(made) + ", but " + all);
    }

    private void notOurs(MachineProvider provider) throws InterruptedException {
        needMachines();
        when(Capability.TAGS);
        Machine real = made.getFirst();
        Machine wrong =
                Machine.named(real.name(), real.id(), real.provider(), cluster + "x")
                        .region(real.region())
                        .build();
        Outcome<Machine> outcome = provider.delete(List.of(wrong)).getFirst();
        pause("listings to catch up");
        need(
                ids(provider.list(Selection.cluster())).contains(real.id()),
                real.name() + " was deleted for a record that names another cluster");
        need(
                outcome instanceof Outcome.Failed<Machine>(_, var problem)
                        && problem instanceof BeltException.Refused,
                "it did not refuse to delete a machine of another cluster");
    }

    private void forgetting(MachineProvider provider) throws InterruptedException {
        needMachines();
        try {
            provider.forgetCluster();
        } catch (BeltException.Refused _) {
            Set<String> left = ids(provider.list(Selection.cluster()));
            need(left.equals(ids(made)), "it refused, and " + left + " are left of " + ids(made));
            return;
        }
        throw new Complaint("it forgot a cluster that has " + names(made));
    }

    private void stopping(MachineProvider provider) throws InterruptedException {
        needMachines();
        when(Capability.STOP_START);
        List<Machine> one = made.subList(0, 1);
        values(provider.stop(one));
        Machine stopped = await(provider, one.getFirst().name(), MachineState.STOPPED);
        need(stopped.stateReason() != null, "a stopped machine has no stateReason");
        values(provider.stop(one));
        values(provider.start(one));
        Machine started = await(provider, one.getFirst().name(), MachineState.ACTIVE);
        need(started.id().equals(one.getFirst().id()), "it has another id once it was started");
        values(provider.start(one));
    }

    private void restarting(MachineProvider provider) throws InterruptedException {
        needMachines();
        when(Capability.RESTART);
        values(provider.restart(made.subList(0, 1)));
        await(provider, made.getFirst().name(), MachineState.ACTIVE);
    }

    private void resizing(MachineProvider provider) throws InterruptedException {
        needMachines();
        when(Capability.RESIZE);
        if (test.otherSize().isEmpty()) {
            throw new Skip("no other size was given");
        }
        List<Machine> one = made.subList(0, 1);
        if (can(Capability.STOP_START)) {
            values(provider.stop(one));
            await(provider, one.getFirst().name(), MachineState.STOPPED);
        }
        values(provider.resize(one, provider.size(test.otherSize())));
        if (can(Capability.STOP_START)) {
            values(provider.start(one));
        }
        Machine now = await(provider, one.getFirst().name(), MachineState.ACTIVE);
        need(now.size().equals(test.otherSize()), "its size is " + now.size());
    }

    private void deleting(MachineProvider provider) throws InterruptedException {
        needMachines();
        Machine gone = made.getFirst();
        values(provider.delete(List.of(gone)));
        awaitGone(provider, gone.id());
        values(provider.delete(List.of(gone)));
        Set<String> left = ids(provider.list(Selection.cluster()));
        need(
                left.equals(Set.of(made.getLast().id())),
                "left should be " + made.getLast().id() + ", and there are " + left);
    }

    private void recreating(MachineProvider provider) throws InterruptedException {
        needMachines();
        Machine old = made.getFirst();
        var wish = CreateRequest.of(List.of(old.name()), test.spec());
        for (Batch batch : provider.prepare(provider.plan(wish)).batches()) {
            values(provider.create(batch, _ -> {}));
        }
        Machine young = await(provider, old.name(), MachineState.ACTIVE);
        need(!young.id().equals(old.id()), "a new machine has the id of a deleted one");
        values(provider.delete(List.of(old)));
        pause("listings to catch up");
        need(
                ids(provider.list(Selection.cluster())).contains(young.id()),
                "deleting by an old record deleted the new machine of that name");
    }

    private void removeAll(MachineProvider provider) throws InterruptedException {
        values(provider.delete(provider.list(Selection.cluster())));
        long polls = Math.max(1, test.patience().dividedBy(POLL));
        List<Machine> left = provider.list(Selection.cluster());
        for (long poll = 0; !left.isEmpty() && poll < polls; poll++) {
            pause("the machines to vanish");
            left = provider.list(Selection.cluster());
        }
        need(
                left.isEmpty(),
                "of cluster "
                        + cluster
                        + " there are still "
                        + names(left)
                        + ": remove them by hand");
        provider.forgetCluster();
        provider.forgetCluster();
    }

    private List<Machine> awaitAll(MachineProvider provider, Set<String> names, MachineState state)
            throws InterruptedException {
        var all = new ArrayList<Machine>();
        for (String name : new TreeSet<>(names)) {
            all.add(await(provider, name, state));
        }
        Set<String> listed = names(provider.list(Selection.cluster()));
        need(listed.equals(names), "asked for were " + names + ", listed are " + listed);
        return all;
    }

    private Machine await(MachineProvider provider, String name, MachineState state)
            throws InterruptedException {
        String seen = "not listed";
        long polls = Math.max(1, test.patience().dividedBy(POLL));
        for (long poll = 0; poll <= polls; poll++) {
            for (Machine machine : provider.list(Selection.cluster())) {
                if (machine.name().equals(name) && machine.state() == state) {
                    return machine;
                }
                if (machine.name().equals(name)) {
                    seen = machine.state() + ", " + machine.stateReason();
                }
            }
            pause(name + " to be " + state);
        }
        throw new Complaint(
                name
                        + " should be "
                        + state
                        + " within "
                        + test.patience().toSeconds()
                        + " s, and is "
                        + seen);
    }

    private void awaitGone(MachineProvider provider, String id) throws InterruptedException {
        long polls = Math.max(1, test.patience().dividedBy(POLL));
        for (long poll = 0; ids(provider.list(Selection.cluster())).contains(id); poll++) {
            need(poll <= polls, id + " is still listed after it was deleted");
            pause(id + " to vanish");
        }
    }

    private void pause(String why) throws InterruptedException {
        test.context().around().waiting().pause(POLL, why);
    }

    private CreateRequest request() {
        return CreateRequest.of(List.of(first, second), test.spec().withLabels(LABELS));
    }

    private boolean can(Capability capability) {
        return test.type().can(capability);
    }

    private void when(Capability capability) {
        if (!can(capability)) {
            throw new Skip("it does not declare " + capability.word());
        }
    }

    private void needMachines() {
        if (made.size() < 2) {
            throw new Skip("there are no machines to look at");
        }
    }

    private static void need(boolean holds, String otherwise) {
        if (!holds) {
            throw new Complaint(otherwise);
        }
    }

    private static void values(List<Outcome<Machine>> outcomes) {
        for (Outcome<Machine> outcome : outcomes) {
            if (outcome instanceof Outcome.Failed<Machine>(_, var problem)) {
                throw problem;
            }
        }
    }

    private static Set<String> names(List<Machine> machines) {
        var names = new TreeSet<String>();
        machines.forEach(machine -> names.add(machine.name()));
        return names;
    }

    private static Set<String> ids(List<Machine> machines) {
        var ids = new TreeSet<String>();
        machines.forEach(machine -> ids.add(machine.id()));
        return ids;
    }
}
