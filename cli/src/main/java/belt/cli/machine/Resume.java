package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Opt;
import belt.cli.command.Spec;
import belt.cli.creation.Creation;
import belt.cli.creation.Finish;
import belt.cli.join.JoinFinish;
import belt.cli.operate.Creations;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.cli.term.Risk;
import belt.provider.Machine;
import java.util.Collection;
import java.util.List;

/// `belt resume` and `belt rollback`: what becomes of creates that were cut short.
final class Resume implements Command {
    private final boolean undo;
    private final Opt<Boolean> bare = Opt.flag("--bare").help("machines only: no engine, no beltd");

    /// @param undo whether it is `rollback`
    Resume(boolean undo) {
        this.undo = undo;
    }

    @Override
    public Spec spec() {
        Spec spec =
                undo
                        ? Spec.of(
                                        Spec.Group.MACHINES,
                                        "rollback",
                                        "Remove what creates that were cut short have made")
                                .example("belt rollback", "all of them, after a question")
                                .example("belt rollback 7f3a0c12", "one of them")
                        : Spec.of(
                                        Spec.Group.MACHINES,
                                        "resume",
                                        "Go on with creates that were cut short")
                                .options(bare)
                                .example("belt resume", "all of them, the oldest first")
                                .example("belt resume --plan", "which there are")
                                .example("belt resume --plan 7f3a0c12", "how far each machine is");
        return spec.arguments("[OPERATION…]")
                .note(
                        "A create is cut short by Ctrl-C, a crash, a limit of the account, or a provider that does not answer."
                                + " What it asked for stands in the cluster's journal; what became of it is asked of the provider.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        if (call.has(Globals.PLAN)) {
            OpenCreations open = OpenCreations.of(estate);
            if (call.arguments().isEmpty()) {
                open.show(call);
            } else {
                OpenCreations.showMachines(call, open.choose(call.arguments()));
            }
            return Exit.DONE;
        }
        String word = undo ? "rollback" : "resume";
        try (var _ = call.interrupts().during("belt " + word);
                var _ = MachineWork.lock(estate, word)) {
            OpenCreations open = OpenCreations.of(estate);
            open.warn(call);
            List<Creation> chosen = open.choose(call.arguments());
            if (chosen.isEmpty()) {
                call.out().line("nothing to do");
                return Exit.DONE;
            }
            for (Creation creation : chosen) {
                call.interrupts().check();
                if (undo) {
                    rollback(call, estate, creation);
                } else {
                    resume(call, estate, creation);
                }
            }
        }
        return Exit.DONE;
    }

    private void resume(Call call, Estate estate, Creation creation) throws InterruptedException {
        try (Progress progress = call.progress("resume")) {
            progress.expect(creation.request().names().size());
            var finishes = new Finishes(estate, progress);
            Creations.Made made =
                    new Creations(estate, progress, finishes::firstBoot).resume(creation);
            Finish finish = call.has(bare) ? finishes.of(true) : finishes.of(creation);
            new AfterCreation(call, estate, progress).go(made, AfterCreation.Policy.KEEP, finish);
            List<Machine> machines = Outcomes.values(made.outcomes());
            call.out().list(MachineTable.view(), machines);
        }
    }

    private static void rollback(Call call, Estate estate, Creation creation)
            throws InterruptedException {
        long there = creation.items().stream().filter(item -> !item.id().isEmpty()).count();
        call.prompt()
                .confirm(
                        "Remove the "
                                + there
                                + " machines of create "
                                + creation.operation()
                                + " in "
                                + estate.cluster().name()
                                + " with everything on them?",
                        Risk.DATA_LOSS);
        try (Progress progress = call.progress("rollback")) {
            Collection<Machine> gone = new Creations(estate, progress).rollback(creation);
            JoinFinish.of(creation.beginning(), estate, progress)
                    .ifPresent(join -> join.revoke(creation.tokens()));
            gone.forEach(machine -> call.out().line(machine.name()));
        }
    }
}
