package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.NodeWork;
import belt.cli.operate.Outcomes;
import belt.cli.term.Progress;
import belt.core.BeltException;
import belt.core.Outcome;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provider.ProviderType;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.util.ArrayList;
import java.util.List;

/// `belt machine start`, `stop`, `restart`, `kill`.
final class Power implements Command {
    /// Which of the four.
    enum Kind {
        START("start", "Starting", "was started", "Start machines"),
        STOP("stop", "Stopping", "was stopped", "Stop machines in good order; their disks stay"),
        RESTART("restart", "Restarting", "was restarted", "Restart machines"),
        KILL("kill", "Killing", "was killed", "Stop machines at once, as if the power was cut");

        private final String word;
        private final String doing;
        private final String done;
        private final String summary;

        Kind(String word, String doing, String done, String summary) {
            this.word = word;
            this.doing = doing;
            this.done = done;
            this.summary = summary;
        }
    }

    private final Kind kind;

    Power(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Spec spec() {
        return Verb.spec(kind.word, kind.summary)
                .arguments("[NAME…]")
                .example("belt machine " + kind.word + " node1", "one machine")
                .example("belt machine " + kind.word + " 'node[1:3]'", "several at once")
                .note("Without a name the machine called default is meant.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        List<Machine> named = fleet.named();
        Estate estate = fleet.estate();
        List<Machine> machines = fleet.refreshed(named);
        if (kind == Kind.RESTART
                && machines.stream().allMatch(machine -> restartsBySsh(call, machine))) {
            return reboot(call, estate, machines);
        }
        var before = new ArrayList<Machine>();
        var todo = new ArrayList<Machine>();
        for (Machine machine : machines) {
            call.out().line(kind.doing + " \"" + machine.name() + "\"...");
            (alreadyThere(machine) ? before : todo).add(machine);
        }
        List<Outcome<Machine>> outcomes = todo.isEmpty() ? List.of() : change(call, estate, todo);
        for (Machine machine : Outcomes.values(outcomes)) {
            call.out().line("Machine \"" + machine.name() + "\" " + kind.done + ".");
        }
        if (kind == Kind.START || kind == Kind.RESTART) {
            hint(call);
        }
        Outcomes.require(outcomes, "were not changed");
        if (!before.isEmpty()) {
            throw already(before);
        }
        return Exit.DONE;
    }

    private boolean alreadyThere(Machine machine) {
        return switch (kind) {
            case START -> machine.state() == MachineState.ACTIVE;
            case STOP, KILL -> machine.state() == MachineState.STOPPED;
            case RESTART -> false;
        };
    }

    /// Docker Machine calls it a failure.
    private BeltException already(List<Machine> machines) {
        String word = kind == Kind.START ? "running" : "stopped";
        List<String> names = machines.stream().map(each -> "\"" + each.name() + "\"").toList();
        return new BeltException.Conflict(
                MachineProblem.ALREADY,
                names.size() == 1
                        ? "Machine " + names.getFirst() + " is already " + word
                        : "Machines " + String.join(", ", names) + " are already " + word);
    }

    private List<Outcome<Machine>> change(Call call, Estate estate, List<Machine> machines)
            throws InterruptedException {
        String again = "belt machine " + kind.word + " " + String.join(" ", call.arguments());
        try (var _ = call.interrupts().during(again);
                var _ = MachineWork.lock(estate, "machine " + kind.word);
                Progress progress = call.progress(kind.word)) {
            progress.expect(machines.size());
            var work = new MachineWork(estate, progress);
            List<Outcome<Machine>> outcomes =
                    switch (kind) {
                        case START -> work.start(machines);
                        case STOP -> work.stop(machines);
                        case RESTART -> work.restart(machines);
                        case KILL -> work.kill(machines);
                    };
            List<Machine> nodes =
                    Outcomes.values(outcomes).stream()
                            .filter(machine -> Nodes.isNode(estate.cluster(), machine))
                            .toList();
            if (!nodes.isEmpty() && (kind == Kind.START || kind == Kind.RESTART)) {
                call.out().line("Waiting for SSH to be available...");
                new ClusterSsh(call, estate.cluster()).pin(nodes);
                Outcomes.require(
                        new NodeWork(estate, progress).provision(nodes), "did not come back");
            }
            return outcomes;
        }
    }

    private void hint(Call call) {
        String what = kind == Kind.START ? "Started" : "Restarted";
        call.out()
                .line(
                        what
                                + " machines may have new IP addresses. You may need to re-run the `belt machine env` command.");
    }

    /// As Docker Machine did with `generic`: a host that its provider cannot restart is told to restart itself.
    private static boolean restartsBySsh(Call call, Machine machine) {
        ProviderType type = Providers.require(machine.provider(), call.io());
        return !type.can(Capability.RESTART) && !type.can(Capability.STOP_START);
    }

    private int reboot(Call call, Estate estate, List<Machine> machines)
            throws InterruptedException {
        for (Machine machine : machines) {
            call.out().line(kind.doing + " \"" + machine.name() + "\"...");
            try (SshSession session =
                    new ClusterSsh(call, estate.cluster())
                            .client(List.of(machine))
                            .connect(ClusterSsh.target(machine))) {
                // in the background: the answer must be out before the network goes
                session.require(
                        "restart itself",
                        RemoteCommand.of("(sleep 1; reboot) >/dev/null 2>&1 &").root());
            }
            call.out().line("Machine \"" + machine.name() + "\" " + kind.done + ".");
        }
        hint(call);
        return Exit.DONE;
    }
}
