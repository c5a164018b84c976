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
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What follows once machines were made: they are brought to their end, or all are removed again.
///
/// @param call the command
/// @param estate the cluster
/// @param progress shows it
record AfterCreation(Call call, Estate estate, Progress progress) {
    /// Brings what is there to the goal, and closes the creation if nothing is left to do.
    ///
    /// @param finish how
    /// @throws BeltException if some machines were not made or did not get there
    void go(Creations.Made made, OnFailure policy, Finish finish) throws InterruptedException {
        if (!made.complete()) {
            failed(made, policy);
        }
        List<Machine> machines = Outcomes.values(made.outcomes());
        new ClusterSsh(call, estate.cluster()).pin(machines);
        var all = new ArrayList<Outcome<?>>();
        made.outcomes().stream()
                .filter(outcome -> outcome instanceof Outcome.Failed<Machine>)
                .forEach(all::add);
        var left = new ArrayList<Machine>();
        for (Machine machine : machines) {
            if (isAtGoal(made, machine, finish)) {
                all.add(new Outcome.Done<>(machine.name(), machine));
                progress.done(machine.name(), "is there");
            } else {
                left.add(machine);
            }
        }
        StageLog log = made.creation().<StageLog>map(each -> each).orElse(StageLog.none());
        if (!left.isEmpty()) {
            all.addAll(finish.run(left, log));
        }
        Outcomes.require(all, "were not made");
        made.endIfAllAre(finish.goal());
    }

    private static boolean isAtGoal(Creations.Made made, Machine machine, Finish finish) {
        Optional<Item> item = made.creation().flatMap(each -> each.find(machine.name()));
        return item.filter(each -> each.stage().isAtLeast(finish.goal())).isPresent();
    }

    /// Undoes what there is, if that is wished; with the failure itself told all the same.
    private void failed(Creations.Made made, OnFailure policy) throws InterruptedException {
        Creation creation = made.creation().orElseThrow();
        long there = Outcomes.values(made.outcomes()).size();
        boolean undo =
                switch (policy) {
                    case ROLLBACK -> true;
                    case KEEP -> false;
                    case ASK -> wantsRollback(made, there);
                };
        if (undo) {
            new Creations(estate, progress).rollback(creation);
            call.out().say("the machines of this create were removed again");
            Outcomes.require(made.outcomes(), "were not made");
        }
        call.out()
                .say(
                        there
                                + " of "
                                + made.outcomes().size()
                                + " machines are there; belt resume makes the others, belt rollback removes them");
    }

    private boolean wantsRollback(Creations.Made made, long there) {
        return call.io().terminals().interactive()
                && call.prompt()
                        .ask(
                                made.outcomes().size()
                                        - there
                                        + " machines were not made. Remove the "
                                        + there
                                        + " others again?");
    }
}
