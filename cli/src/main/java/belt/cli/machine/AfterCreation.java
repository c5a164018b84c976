package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.creation.Creation;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.ArrayList;
import java.util.List;

/// What follows once machines were made: the others are made nodes, or all are removed again.
///
/// @param call the command
/// @param estate the cluster
/// @param progress shows it
record AfterCreation(Call call, Estate estate, Progress progress) {
    /// Makes nodes of what is there, and closes the creation if nothing is left to do.
    ///
    /// @param bare machines only
    /// @throws BeltException if some machines were not made or did not become nodes
    void go(Creations.Made made, OnFailure policy, boolean bare) throws InterruptedException {
        if (!made.complete()) {
            failed(made, policy);
        }
        List<Machine> machines = Outcomes.values(made.outcomes());
        new ClusterSsh(call, estate.cluster()).pin(machines);
        var all = new ArrayList<Outcome<?>>();
        made.outcomes().stream()
                .filter(outcome -> outcome instanceof Outcome.Failed<Machine>)
                .forEach(all::add);
        if (bare) {
            machines.forEach(machine -> progress.done(machine.name(), "made"));
        } else {
            all.addAll(new NodeWork(estate, progress).provision(machines));
        }
        Outcomes.require(all, "were not made");
        made.endIfComplete();
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
