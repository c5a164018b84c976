package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.creation.Creation;
import belt.cli.creation.Finish;
import belt.cli.creation.Item;
import belt.cli.creation.StageLog;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Durations;
import belt.core.Outcome;
import belt.provider.Machine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What follows once machines were made: they are brought to their end, or all are removed again.
///
/// @param call the command
/// @param estate the cluster
/// @param progress shows it
record AfterCreation(Call call, Estate estate, Progress progress) {
    /// What becomes of machines when some of a creation failed.
    ///
    /// @param what of those that did not
    /// @param keepFailed how long those that did are kept whatever becomes of the others; null for no such wish
    record Policy(OnFailure what, @Nullable Duration keepFailed) {
        /// Everything stays, for `belt resume`.
        static final Policy KEEP = new Policy(OnFailure.KEEP, null);
    }

    /// Brings what is there to the goal, and closes the creation if nothing is left to do.
    ///
    /// @param finish how
    /// @throws BeltException if some machines were not made or did not get there
    void go(Creations.Made made, Policy policy, Finish finish) throws InterruptedException {
        var ends = new ArrayList<>(made.outcomes());
        boolean pointless = !made.complete() && policy.what() == OnFailure.ROLLBACK;
        if (!pointless) {
            List<Machine> machines = Outcomes.values(made.outcomes());
            new ClusterSsh(call, estate.cluster()).pin(machines);
            finish(made, machines, finish)
                    .forEach(end -> {
                        ends.removeIf(each -> each.node().equals(end.node()));
                        ends.add(end);
                    });
        }
        if (ends.stream().anyMatch(end -> end instanceof Outcome.Failed<Machine>)) {
            failed(made, ends, policy, finish);
        }
        Outcomes.require(
                ends, pointless || finish.goal().isMade() ? "were not made" : "are not ready");
        made.endIfAllAre(finish.goal());
    }

    private List<Outcome<Machine>> finish(
            Creations.Made made, List<Machine> machines, Finish finish)
            throws InterruptedException {
        var left = new ArrayList<Machine>();
        for (Machine machine : machines) {
            if (isAtGoal(made, machine, finish)) {
                progress.done(machine.name(), finish.goal().isMade() ? "made" : "is ready");
            } else {
                left.add(machine);
            }
        }
        StageLog log = made.creation().<StageLog>map(each -> each).orElse(StageLog.none());
        return left.isEmpty() ? List.of() : finish.run(left, log);
    }

    private static boolean isAtGoal(Creations.Made made, Machine machine, Finish finish) {
        Optional<Item> item = made.creation().flatMap(each -> each.find(machine.name()));
        return item.filter(each -> each.stage().isAtLeast(finish.goal())).isPresent();
    }

    /// Undoes what there is, if that is wished; the failure itself is told by the caller.
    private void failed(
            Creations.Made made, List<Outcome<Machine>> ends, Policy policy, Finish finish)
            throws InterruptedException {
        Optional<Creation> open = made.creation();
        if (open.isEmpty()) {
            return; // all of them were there before
        }
        Creation creation = open.get();
        Set<String> kept =
                policy.keepFailed() == null ? Set.of() : keep(creation, policy.keepFailed());
        long good = Outcomes.values(ends).size();
        boolean undo =
                switch (policy.what()) {
                    case ROLLBACK -> true;
                    case KEEP -> false;
                    case ASK -> wantsRollback(ends.size() - good, good);
                };
        if (undo) {
            new Creations(estate, progress).rollback(creation, kept);
            call.out().say("the machines of this create were removed again" + but(kept));
        } else {
            call.out()
                    .say(
                            good
                                    + " of "
                                    + ends.size()
                                    + " machines are "
                                    + (finish.goal().isMade() ? "there" : "ready")
                                    + ": belt resume goes on with the others, belt rollback removes all,"
                                    + " belt resume --plan "
                                    + creation.operation()
                                    + " says how far each is");
        }
    }

    /// Machines that are there and got no further.
    private Set<String> keep(Creation creation, Duration time) throws InterruptedException {
        Set<String> stuck =
                creation.items().stream()
                        .filter(item -> item.failure() != null && !item.id().isEmpty())
                        .map(Item::name)
                        .collect(Collectors.toSet());
        if (!stuck.isEmpty()) {
            Instant until = call.io().clock().instant().plus(time).truncatedTo(ChronoUnit.SECONDS);
            List<Machine> machines =
                    estate.cluster().inventory().machines().stream()
                            .filter(machine -> stuck.contains(machine.name()))
                            .toList();
            new Creations(estate, progress).keep(creation, machines, until);
            call.out()
                    .say(
                            String.join(", ", stuck.stream().sorted().toList())
                                    + (stuck.size() == 1 ? " is" : " are")
                                    + " kept for "
                                    + Durations.text(time)
                                    + ": belt ssh looks inside, belt gc offers to remove them after that");
        }
        return stuck;
    }

    private static String but(Set<String> kept) {
        return kept.isEmpty()
                ? ""
                : ", but for " + String.join(", ", kept.stream().sorted().toList());
    }

    private boolean wantsRollback(long bad, long good) {
        return call.io().terminals().interactive()
                && call.prompt()
                        .ask(bad + " machines failed. Remove the " + good + " others again?");
    }
}
