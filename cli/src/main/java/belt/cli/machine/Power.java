package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.HostRequirements;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.state.Selector;
import belt.cli.term.Progress;
import belt.core.Outcome;
import belt.provider.Machine;
import java.util.List;
import java.util.Set;

/// `belt start`, `belt stop`, `belt restart`.
final class Power implements Command {
    /// Which of the three.
    enum Kind {
        START("start", "Start machines that stand still", "started"),
        STOP("stop", "Stop machines; their disks stay", "stopped"),
        RESTART("restart", "Stop machines and start them again", "restarted");

        private final String word;
        private final String summary;
        private final String done;

        Kind(String word, String summary, String done) {
            this.word = word;
            this.summary = summary;
            this.done = done;
        }
    }

    private final Kind kind;

    Power(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Spec spec() {
        return Spec.of(Spec.Group.MACHINES, kind.word, kind.summary)
                .arguments("SELECTOR…")
                .example("belt " + kind.word + " 'node[1:2]'", "two machines");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        Estate estate = Estate.of(call, call.cluster());
        List<Machine> machines =
                Selector.of(call.arguments(), call.get(Globals.MAX_NAMES))
                        .select(MachineWork.refreshed(estate, false), _ -> Set.of());
        if (call.has(Globals.PLAN)) {
            machines.forEach(
                    machine -> call.out().line("~ machine " + machine.name() + "  " + kind.word));
            return Exit.DONE;
        }
        HostRequirements.of(estate.provider()).requireNoBlocker(call, estate.provider());
        if (kind != Kind.START && machines.size() > 1) {
            call.prompt()
                    .confirm(
                            "Stop "
                                    + machines.size()
                                    + " machines in "
                                    + estate.cluster().name()
                                    + "?");
        }
        try (var _ =
                        call.interrupts()
                                .during(
                                        "belt "
                                                + kind.word
                                                + " "
                                                + String.join(" ", call.arguments()));
                var _ = MachineWork.lock(estate, kind.word);
                Progress progress = call.progress(kind.word)) {
            progress.expect(machines.size());
            var work = new MachineWork(estate, progress);
            List<Outcome<Machine>> outcomes =
                    switch (kind) {
                        case START -> work.start(machines);
                        case STOP -> work.stop(machines);
                        case RESTART -> work.restart(machines);
                    };
            List<Machine> done = Outcomes.values(outcomes);
            if (kind != Kind.STOP) {
                new ClusterSsh(call, estate.cluster()).pin(done);
                Outcomes.require(
                        new NodeWork(estate, progress).provision(done), "did not come back");
            } else {
                done.forEach(machine -> progress.done(machine.name(), kind.done));
            }
            Outcomes.require(outcomes, "were not " + kind.done);
        }
        return Exit.DONE;
    }
}
