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
import belt.provider.ProviderContext;
import belt.provider.Selection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What the contract's steps share: the test, two machines, and how to look and to wait.
final class ContractBench {
    private static final Duration POLL = Duration.ofSeconds(3);

    private final SelfTest test;

    /// The machines of the test, once they are there.
    List<Machine> made = List.of();

    /// The plan that they were made by.
    CreatePlan carriedOut = CreatePlan.of(List.of(), 1);

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

    /// A look at an opened provider.
    interface Look {
        void at(MachineProvider provider) throws InterruptedException;
    }

    ContractBench(SelfTest test) {
        this.test = test;
    }

    SelfTest test() {
        return test;
    }

    String cluster() {
        return test.cluster();
    }

    String first() {
        return test.names().get(0);
    }

    String second() {
        return test.names().get(1);
    }

    /// A name of which no machine is made.
    String third() {
        return test.names().get(2);
    }

    ProviderContext context(String name) {
        return context(name, test.folder().resolve(name));
    }

    ProviderContext context(String name, Path folder) {
        ProviderContext given = test.context();
        return new ProviderContext(
                name,
                folder,
                given.options(),
                given.credentials(),
                given.around(),
                given.parallel());
    }

    /// A step with a provider that was opened for it alone.
    Step step(String promise, Look look) {
        return plain(
                promise,
                () -> {
                    try (MachineProvider provider = test.type().open(context(cluster()))) {
                        look.at(provider);
                    }
                });
    }

    /// A look at something else.
    interface Work {
        void look() throws InterruptedException;
    }

    static Step plain(String promise, Work work) {
        return new Step(
                promise,
                () -> {
                    try {
                        work.look();
                        return new Step.Verdict.Kept();
                    } catch (Complaint e) {
                        return new Step.Verdict.Broken(String.valueOf(e.getMessage()));
                    } catch (Skip e) {
                        return new Step.Verdict.Skipped(String.valueOf(e.getMessage()));
                    }
                });
    }

    List<Machine> awaitAll(MachineProvider provider, Set<String> names, MachineState state)
            throws InterruptedException {
        var all = new ArrayList<Machine>();
        for (String name : new TreeSet<>(names)) {
            all.add(await(provider, name, state));
        }
        Set<String> listed = names(provider.list(Selection.cluster()));
        need(listed.equals(names), "asked for were " + names + ", listed are " + listed);
        return all;
    }

    Machine await(MachineProvider provider, String name, MachineState state)
            throws InterruptedException {
        String seen = "not listed";
        long polls = polls();
        for (long poll = 0; poll <= polls; poll++) {
            for (Machine machine : provider.list(Selection.cluster())) {
                if (machine.name().equals(name) && machine.state() == state) {
                    return machine;
                }
                if (machine.name().equals(name)) {
                    seen = machine.state() + ", " + machine.stateReason();
                }
            }
            poll(name + " to be " + state);
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

    void awaitGone(MachineProvider provider, String id) throws InterruptedException {
        long polls = polls();
        for (long poll = 0; ids(provider.list(Selection.cluster())).contains(id); poll++) {
            need(poll <= polls, id + " is still listed after it was deleted");
            poll(id + " to vanish");
        }
    }

    CreateRequest request() {
        return CreateRequest.of(List.of(first(), second()), test.spec().withLabels(test.labels()));
    }

    boolean can(Capability capability) {
        return test.type().can(capability);
    }

    void when(Capability capability) {
        if (!can(capability)) {
            throw new Skip("it does not declare " + capability.word());
        }
    }

    void needMachines() {
        if (made.size() < 2) {
            throw new Skip("there are no machines to look at");
        }
    }

    static void need(boolean holds, String otherwise) {
        if (!holds) {
            throw new Complaint(otherwise);
        }
    }

    static void values(List<Outcome<Machine>> outcomes) {
        for (Outcome<Machine> outcome : outcomes) {
            if (outcome instanceof Outcome.Failed<Machine>(_, var problem)) {
                throw problem;
            }
        }
    }

    static Set<String> names(List<Machine> machines) {
        var names = new TreeSet<String>();
        machines.forEach(machine -> names.add(machine.name()));
        return names;
    }

    static Set<String> ids(List<Machine> machines) {
        var ids = new TreeSet<String>();
        machines.forEach(machine -> ids.add(machine.id()));
        return ids;
    }

    /// Waits where listings may lag.
    void pause(String why) throws InterruptedException {
        if (!can(Capability.INSTANT_LIST)) {
            test.context().around().waiting().pause(POLL, why);
        }
    }

    private void poll(String why) throws InterruptedException {
        test.context().around().waiting().pause(POLL, why);
    }

    /// How often to look before giving up.
    private long polls() {
        return Math.max(1, test.patience().dividedBy(POLL));
    }

    void awaitNone(MachineProvider provider) throws InterruptedException {
        List<Machine> left = provider.list(Selection.cluster());
        for (long poll = 0; !left.isEmpty() && poll < polls(); poll++) {
            poll("the machines to vanish");
            left = provider.list(Selection.cluster());
        }
        need(
                left.isEmpty(),
                "of cluster "
                        + cluster()
                        + " there are still "
                        + names(left)
                        + ": remove them by hand");
    }

    /// Makes machines.
    void make(MachineProvider provider, CreateRequest request) throws InterruptedException {
        for (Batch batch : provider.prepare(provider.plan(request)).batches()) {
            values(provider.create(batch, _ -> {}));
        }
    }

    /// Asks for what has to be refused.
    static void needRefusal(Work work, Class<? extends BeltException> how, String otherwise)
            throws InterruptedException {
        try {
            work.look();
        } catch (BeltException e) {
            need(how.isInstance(e), "it failed otherwise: " + e.getMessage());
            return;
        }
        throw new Complaint(otherwise);
    }
}
