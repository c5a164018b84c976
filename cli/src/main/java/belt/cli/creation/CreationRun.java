package belt.cli.creation;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.Capability;
import belt.provider.CreatePlan;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.ProviderProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Carries out a creation, from wherever its journal says it stands, until every machine that was asked for is there once.
/// See docs/design/providers.md.
public final class CreationRun {
    private static final int ROUNDS = 6;

    private final Workbench bench;
    private final Creation creation;
    private final Map<String, BeltException> problems = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable BeltException> hopeless = new AtomicReference<>();

    public CreationRun(Workbench bench, Creation creation) {
        this.bench = bench;
        this.creation = creation;
    }

    /// Has the provider plan what the creation wants, make what machines need beside themselves, and writes that down:
    /// from here on every call can be repeated word by word. Does nothing where that was done.
    ///
    /// @return the names that the cluster has already; they are no part of the creation
    public Set<String> plan() throws InterruptedException {
        if (creation.planned()) {
            return Set.of();
        }
        CreatePlan plan = bench.provider().plan(creation.request());
        plan(plan);
        return plan.existing();
    }

    /// Takes a plan that the operator has seen instead.
    public void plan(CreatePlan plan) throws InterruptedException {
        creation.plan(bench.provider().prepare(plan));
    }

    /// Makes what is missing and waits until all of it is active.
    ///
    /// @return one outcome per machine that is wanted, in the plan's order
    /// @throws BeltException.StillRunning if some are not active when the patience is over; nothing is lost
    /// @throws InterruptedException if the operator wants an end; the calls in hand were finished
    public List<Outcome<Machine>> run() throws InterruptedException {
        plan();
        creation.items().stream()
                .filter(Item::unmade)
                .forEach(item ->
                        creation.write(
                                CreationLine.VANISHED, item.name(), Map.of("id", item.id())));
        for (int round = 0; round < ROUNDS; round++) {
            clearUp();
            List<Batch> calls = calls();
            if (!calls.isEmpty()) {
                send(calls);
                if (hopeless.get() != null) {
                    break;
                }
                if (!creation.unanswered().isEmpty()) {
                    continue;
                }
            }
            if (awaitActive()) {
                break;
            }
        }
        return outcomes();
    }

    /// Finds out what became of requests without a reply: where a request can be repeated, by repeating it; then, and else,
    /// by listings until they can be trusted.
    private void clearUp() throws InterruptedException {
        if (bench.provider().type().can(Capability.IDEMPOTENT_CREATE)) {
            for (Batch call : creation.unanswered()) {
                bench.stop().check();
                attempt(call, true);
            }
        }
        while (!creation.unanswered().isEmpty()) {
            bench.stop().check();
            Sighting seen = Sighting.take(bench, creation);
            note(seen);
            boolean settled = bench.settledSince(creation.doubtful());
            for (Batch call : creation.unanswered()) {
                boolean complete =
                        call.names().stream()
                                .allMatch(name ->
                                        creation.find(name).stream()
                                                .allMatch(item -> !item.id().isEmpty()));
                if (complete) {
                    creation.request(CreationLine.ANSWERED, call, Map.of());
                } else if (settled) {
                    creation.request(
                            CreationLine.REFUSED,
                            call,
                            Map.of("reason", "the provider has none of it"));
                }
            }
            if (!creation.unanswered().isEmpty()) {
                bench.pause("what became of a call whose reply was lost");
            }
        }
    }

    /// What is still to be asked for.
    private List<Batch> calls() {
        Map<String, List<String>> missing =
                creation.items().stream()
                        .filter(item -> item.stage() == Stage.PLANNED)
                        .collect(
                                Collectors.groupingBy(
                                        Item::batch,
                                        LinkedHashMap::new,
                                        Collectors.mapping(Item::name, Collectors.toList())));
        var calls = new ArrayList<Batch>();
        missing.forEach((id, names) -> {
            Batch batch = creation.batch(id);
            if (batch != null) {
                boolean first = !creation.wasRequested(id) && names.equals(batch.names());
                calls.add(first ? batch : batch.only(names));
            }
        });
        return calls;
    }

    private void send(List<Batch> calls) throws InterruptedException {
        List<Outcome<Boolean>> ends =
                new Fanout(Math.min(creation.together(), bench.parallel()))
                        .run(
                                calls.stream()
                                        .map(call ->
                                                new Fanout.Job<>(
                                                        String.join(",", call.names()),
                                                        () -> {
                                                            ask(call);
                                                            return true;
                                                        }))
                                        .toList());
        for (Outcome<Boolean> end : ends) {
            if (end instanceof Outcome.Failed<Boolean>(_, var problem)) {
                throw problem; // the ledger cannot be written, or a bug
            }
        }
        bench.stop().check();
    }

    /// Asks for a batch, again after a while where the provider says that it could not and nothing happened.
    private void ask(Batch call) throws InterruptedException {
        Batch next = call;
        for (int tries = 1; hopeless.get() == null; tries++) {
            try {
                bench.stop().check();
            } catch (InterruptedException e) {
                return; // said once all that runs has ended
            }
            BeltException problem = attempt(next, false);
            if (problem == null || tries == ROUNDS || !isWorthAnotherTry(problem)) {
                return;
            }
            bench.pause("the provider: " + problem.getMessage());
            next = next.only(next.names());
        }
    }

    private static boolean isWorthAnotherTry(BeltException problem) {
        return problem.code() == ProviderProblem.UNAVAILABLE;
    }

    /// One call, written down before and after.
    ///
    /// @param repeated whether it was asked before and may have taken effect then: a refusal now says nothing of that
    /// @return why it changed nothing; null if it did something, or if that is not known
    private @Nullable BeltException attempt(Batch call, boolean repeated)
            throws InterruptedException {
        creation.request(CreationLine.REQUESTED, call, Map.of());
        call.names().forEach(name -> bench.progress().state(name, "asked for"));
        List<Outcome<Machine>> outcomes;
        try {
            outcomes =
                    bench.provider()
                            .create(
                                    call,
                                    machine ->
                                            bench.progress()
                                                    .state(
                                                            machine.name(),
                                                            machine.state()
                                                                    .name()
                                                                    .toLowerCase(Locale.ROOT)));
        } catch (BeltException e) {
            return refused(call, e, repeated);
        }
        var made = new ArrayList<Machine>();
        for (Outcome<Machine> outcome : outcomes) {
            switch (outcome) {
                case Outcome.Done<Machine>(_, var machine) -> made.add(machine);
                case Outcome.Failed<Machine>(var name, var problem) -> failed(name, problem);
            }
        }
        creation.write(CreationLine.ALLOCATED, made);
        creation.request(CreationLine.ANSWERED, call, Map.of());
        bench.ledger().put(made);
        return null;
    }

    private @Nullable BeltException refused(Batch call, BeltException problem, boolean repeated) {
        if (problem instanceof BeltException.Bug) {
            throw problem; // nobody knows: the request stays open
        }
        if (repeated || problem.code() == ProviderProblem.OUTCOME_UNKNOWN) {
            creation.request(CreationLine.UNKNOWN, call, Map.of());
            call.names().forEach(name -> problems.put(name, problem));
            return null;
        }
        String reason = String.valueOf(problem.getMessage());
        creation.request(
                CreationLine.REFUSED, call, Map.of("reason", reason, "code", problem.code().id()));
        call.names().forEach(name -> problems.put(name, problem));
        boolean everyCall =
                problem instanceof BeltException.Refused
                        || problem instanceof BeltException.MissingCredentials
                        || problem instanceof BeltException.InvalidInput
                        || problem.code() == ProviderProblem.RATE_LIMITED;
        if (everyCall) {
            hopeless.set(problem); // other batches would be refused too
        }
        return problem;
    }

    private void failed(String name, BeltException problem) {
        String reason = String.valueOf(problem.getMessage());
        problems.put(name, problem);
        creation.write(CreationLine.FAILED, name, Map.of("reason", reason));
        bench.progress().failed(name, reason);
    }

    /// Looks until all are active and no call is in doubt any more.
    ///
    /// @return false if something that was there has vanished
    private boolean awaitActive() throws InterruptedException {
        Instant deadline = bench.now().plus(bench.patience());
        while (true) {
            bench.stop().check();
            Sighting seen = Sighting.take(bench, creation);
            note(seen);
            if (vanished(seen)) {
                return false;
            }
            List<Item> waiting =
                    creation.items().stream()
                            .filter(item ->
                                    !item.stage().isAtLeast(Stage.ADDRESSED) && !item.unmade())
                            .toList();
            boolean quiet =
                    bench.settledSince(creation.doubtful())
                            && seen.surplus().isEmpty()
                            && creation.removing().isEmpty();
            if (waiting.isEmpty() && quiet) {
                return true;
            }
            if (!bench.now().isBefore(deadline)) {
                throw new BeltException.StillRunning(
                                CreationProblem.NOT_ACTIVE,
                                waiting.size() + " machines are not active yet")
                        .withRemedy("belt resume");
            }
            waiting.forEach(item -> bench.progress().state(item.name(), "waiting for an address"));
            bench.pause(waiting.size() + " machines to become active");
        }
    }

    /// Writes down what was seen, and removes what is there twice.
    private void note(Sighting seen) throws InterruptedException {
        var allocated = new ArrayList<Machine>();
        var addressed = new ArrayList<Machine>();
        for (Machine machine : seen.machines().values()) {
            Item item = creation.find(machine.name()).orElse(null);
            if (item == null || item.stage().isAtLeast(Stage.ADDRESSED)) {
                continue;
            }
            if (machine.state() == MachineState.FAILED) {
                if (!item.unmade()) {
                    failed(machine.name(), givenUp(machine));
                }
            } else if (isReady(machine)) {
                addressed.add(machine);
            } else if (item.id().isEmpty()) {
                allocated.add(machine);
            }
        }
        creation.write(CreationLine.ALLOCATED, allocated);
        bench.ledger().put(allocated);
        bench.ledger().put(addressed);
        creation.write(CreationLine.ADDRESSED, addressed);
        addressed.forEach(machine -> {
            problems.remove(machine.name());
            bench.progress().state(machine.name(), "active");
        });
        creation.forgetRemoved(seen.surplus());
        Removal.remove(bench, creation, seen.surplus());
    }

    private static boolean isReady(Machine machine) {
        return !machine.addresses().isEmpty() && machine.state() != MachineState.NEW;
    }

    private static BeltException givenUp(Machine machine) {
        String why = machine.stateReason();
        return new BeltException.OperationFailed(
                CreationProblem.PROVIDER_GAVE_UP,
                machine.name() + ": the provider gave up on it" + (why == null ? "" : ": " + why));
    }

    /// Machines with an id that settled listings do not show.
    private boolean vanished(Sighting seen) {
        boolean any = false;
        Set<String> there = seen.machines().keySet();
        for (Item item : creation.items()) {
            if (item.isThere() && !there.contains(item.name()) && bench.settledSince(item.at())) {
                creation.write(CreationLine.VANISHED, item.name(), Map.of("id", item.id()));
                any = true;
            }
        }
        return any;
    }

    private List<Outcome<Machine>> outcomes() {
        Map<String, Machine> recorded =
                bench.ledger().machines().stream()
                        .collect(Collectors.toMap(Machine::name, machine -> machine));
        var outcomes = new ArrayList<Outcome<Machine>>();
        for (Item item : creation.items()) {
            Machine machine = recorded.get(item.name());
            outcomes.add(
                    item.isThere() && machine != null
                            ? new Outcome.Done<>(item.name(), machine)
                            : new Outcome.Failed<>(item.name(), problem(item)));
        }
        if (outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Done<Machine>)
                && creation.items().stream()
                        .allMatch(item -> item.stage().isAtLeast(Stage.ADDRESSED))) {
            creation.write(CreationLine.MADE, "", Map.of());
        }
        return outcomes;
    }

    private BeltException problem(Item item) {
        Item.Failure failure = item.failure();
        return Optional.ofNullable(problems.get(item.name()))
                .or(() -> Optional.ofNullable(hopeless.get()))
                .orElseGet(() ->
                        new BeltException.OperationFailed(
                                        CreationProblem.NOT_MADE,
                                        item.name()
                                                + " was not made"
                                                + (failure == null ? "" : ": " + failure.reason()))
                                .withRemedy("belt resume"));
    }
}
