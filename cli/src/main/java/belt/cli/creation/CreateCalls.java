package belt.cli.creation;

import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Batch;
import belt.provider.Machine;
import belt.provider.ProviderProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The calls that make machines, each written down before and after.
final class CreateCalls {
    private static final int TRIES = 6;

    private final Workbench bench;
    private final Creation creation;
    private final FirstBoot firstBoot;
    private final Troubles troubles;

    CreateCalls(Workbench bench, Creation creation, FirstBoot firstBoot, Troubles troubles) {
        this.bench = bench;
        this.creation = creation;
        this.firstBoot = firstBoot;
        this.troubles = troubles;
    }

    /// What is still to be asked for.
    List<Batch> missing() {
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

    /// Makes calls, several at once.
    ///
    /// @throws InterruptedException if an end is wanted; the calls in hand were finished
    void send(List<Batch> calls) throws InterruptedException {
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
        for (int tries = 1; !troubles.isHopeless(); tries++) {
            try {
                bench.stop().check();
            } catch (InterruptedException e) {
                return; // said once all that runs has ended
            }
            BeltException problem = attempt(next, false);
            if (problem == null || tries == TRIES || !isWorthAnotherTry(problem)) {
                return;
            }
            bench.pause("the provider: " + problem.getMessage());
            next = next.only(next.names());
        }
    }

    private static boolean isWorthAnotherTry(BeltException problem) {
        return problem.code() == ProviderProblem.UNAVAILABLE;
    }

    /// Makes the very call again whose reply was lost, at a provider that knows it by its token.
    void repeat(Batch call) throws InterruptedException {
        attempt(call, true);
    }

    /// One call.
    ///
    /// @param repeated whether it was asked before and may have taken effect then: a refusal now says nothing of that
    /// @return why it changed nothing; null if it did something, or if that is not known
    private @Nullable BeltException attempt(Batch call, boolean repeated)
            throws InterruptedException {
        Batch whole = firstBoot.complete(call);
        creation.request(CreationLine.REQUESTED, call, Map.of());
        call.names().forEach(name -> bench.progress().state(name, "asked for"));
        List<Outcome<Machine>> outcomes;
        try {
            outcomes = bench.provider().create(whole, this::show);
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
        // a repeated call also tells of those that belt rm took in the meantime
        made.removeIf(machine -> creation.find(machine.name()).isEmpty());
        creation.write(CreationLine.ALLOCATED, made);
        creation.request(CreationLine.ANSWERED, call, Map.of());
        bench.ledger().put(made);
        return null;
    }

    private void show(Machine machine) {
        bench.progress().state(machine.name(), machine.state().name().toLowerCase(Locale.ROOT));
    }

    private @Nullable BeltException refused(Batch call, BeltException problem, boolean repeated) {
        if (problem instanceof BeltException.Bug) {
            throw problem; // nobody knows: the request stays open
        }
        troubles.add(call.names(), problem);
        if (repeated || problem.code() == ProviderProblem.OUTCOME_UNKNOWN) {
            creation.request(CreationLine.UNKNOWN, call, Map.of());
            return null;
        }
        String reason = String.valueOf(problem.getMessage());
        creation.request(
                CreationLine.REFUSED, call, Map.of("reason", reason, "code", problem.code().id()));
        if (meetsEveryCall(problem)) {
            troubles.giveUp(problem);
        }
        return problem;
    }

    private static boolean meetsEveryCall(BeltException problem) {
        return problem instanceof BeltException.Refused
                || problem instanceof BeltException.MissingCredentials
                || problem instanceof BeltException.InvalidInput
                || problem.code() == ProviderProblem.RATE_LIMITED;
    }

    /// A machine cannot be made.
    void failed(String name, BeltException problem) {
        String reason = String.valueOf(problem.getMessage());
        troubles.add(List.of(name), problem);
        creation.write(CreationLine.FAILED, name, Map.of("reason", reason));
        bench.progress().failed(name, reason);
    }
}
