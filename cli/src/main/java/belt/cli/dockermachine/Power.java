package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.cli.operate.Estate;
import belt.cli.operate.MachineWork;
import belt.cli.operate.Nodes;
import belt.cli.operate.Outcomes;
import belt.cli.power.Managers;
import belt.cli.power.PowerChange;
import belt.cli.power.PowerRun;
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
import java.util.stream.Collectors;

/// `belt machine start`, `stop`, `restart`, `kill`.
final class Power implements Command {
    private final PowerChange change;

    Power(PowerChange change) {
        this.change = change;
    }

    @Override
    public Spec spec() {
        return Verb.spec(change.word(), summary())
                .arguments("[NAME…]")
                .example("belt machine " + change.word() + " node1", "one machine")
                .example("belt machine " + change.word() + " 'node[1:3]'", "several at once")
                .note("Without a name the machine called default is meant.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        List<Machine> named = fleet.named();
        Estate estate = fleet.estate();
        List<Machine> machines = fleet.refreshed(named);
        if (change == PowerChange.RESTART
                && machines.stream().allMatch(machine -> restartsBySsh(call, machine))) {
            return reboot(call, estate, machines);
        }
        var before = new ArrayList<Machine>();
        var todo = new ArrayList<Machine>();
        for (Machine machine : machines) {
            call.out().line(doing() + " \"" + machine.name() + "\"...");
            (alreadyThere(machine) ? before : todo).add(machine);
        }
        List<Outcome<Machine>> outcomes = todo.isEmpty() ? List.of() : change(call, estate, todo);
        for (Machine machine : Outcomes.values(outcomes)) {
            call.out().line("Machine \"" + machine.name() + "\" was " + change.done() + ".");
        }
        if (change.up()) {
            hint(call);
        }
        Outcomes.require(outcomes, "were not changed");
        if (!before.isEmpty()) {
            throw already(before);
        }
        return Exit.DONE;
    }

    private boolean alreadyThere(Machine machine) {
        return switch (change) {
            case START -> machine.state() == MachineState.ACTIVE;
            case STOP, KILL -> machine.state() == MachineState.STOPPED;
            case RESTART -> false;
        };
    }

    /// Docker Machine calls it a failure.
    private BeltException already(List<Machine> machines) {
        String word = change == PowerChange.START ? "running" : "stopped";
        List<String> names = machines.stream().map(each -> "\"" + each.name() + "\"").toList();
        return new BeltException.Conflict(
                MachineProblem.ALREADY,
                names.size() == 1
                        ? "Machine " + names.getFirst() + " is already " + word
                        : "Machines " + String.join(", ", names) + " are already " + word);
    }

    private List<Outcome<Machine>> change(Call call, Estate estate, List<Machine> machines)
            throws InterruptedException {
        String again = "belt machine " + change.word() + " " + String.join(" ", call.arguments());
        Managers managers = managers(call, estate, machines);
        try (var _ = call.interrupts().during(again);
                var _ = MachineWork.lock(estate, "machine " + change.word());
                Progress progress = call.progress(change.word())) {
            progress.expect(machines.size());
            if (change.up()
                    && machines.stream().anyMatch(each -> Nodes.isNode(estate.cluster(), each))) {
                call.out().line("Waiting for SSH to be available...");
            }
            return new PowerRun(estate, progress).run(change, machines, managers);
        }
    }

    /// Docker Machine asks no question here; what it means for the cluster is said.
    private Managers managers(Call call, Estate estate, List<Machine> machines)
            throws InterruptedException {
        if (change == PowerChange.START) {
            return Managers.NONE;
        }
        if (change == PowerChange.RESTART) {
            return Managers.of(call, estate.cluster());
        }
        Managers managers = Managers.ofSome(call, estate.cluster());
        managers.lossWithout(machines.stream().map(Machine::name).collect(Collectors.toSet()))
                .ifPresent(call.out()::warn);
        return managers;
    }

    private String doing() {
        return switch (change) {
            case START -> "Starting";
            case STOP -> "Stopping";
            case RESTART -> "Restarting";
            case KILL -> "Killing";
        };
    }

    private String summary() {
        return switch (change) {
            case START -> "Start machines";
            case STOP -> "Stop machines in good order; their disks stay";
            case RESTART -> "Restart machines";
            case KILL -> "Stop machines at once, as if the power was cut";
        };
    }

    private void hint(Call call) {
        String what = change == PowerChange.START ? "Started" : "Restarted";
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
            call.out().line(doing() + " \"" + machine.name() + "\"...");
            try (SshSession session =
                    new ClusterSsh(call, estate.cluster())
                            .client(List.of(machine))
                            .connect(ClusterSsh.target(machine))) {
                // in the background: the answer must be out before the network goes
                session.require(
                        "restart itself",
                        RemoteCommand.of("(sleep 1; reboot) >/dev/null 2>&1 &").root());
            }
            call.out().line("Machine \"" + machine.name() + "\" was " + change.done() + ".");
        }
        hint(call);
        return Exit.DONE;
    }
}
