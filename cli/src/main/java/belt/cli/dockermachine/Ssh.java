package belt.cli.dockermachine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Exit;
import belt.cli.command.Providers;
import belt.cli.command.Spec;
import belt.cli.machine.Terminal;
import belt.cli.operate.ClusterSsh;
import belt.cli.term.Io;
import belt.core.BeltException;
import belt.provider.Capability;
import belt.provider.Machine;
import belt.provider.MachineState;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import java.time.Duration;
import java.util.List;

/// `belt machine ssh`: the words of the command are put together with blanks and read by the machine's shell, as ssh does.
final class Ssh implements Command {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final String LOGIN_SHELL = "exec ${SHELL:-sh}";

    @Override
    public Spec spec() {
        return Verb.spec("ssh", "Log in to a machine, or run a command on it")
                .arguments("[NAME] [COMMAND…]")
                .reach(Spec.Reach.FIRST_WORD)
                .example("belt machine ssh node1", "a terminal")
                .example("belt machine ssh node1 ps aux", "one command")
                .example("belt machine ssh node1 'ps aux | grep docker'", "with a pipe there")
                .note(
                        "A command that fails gives exit code 1 and the line 'exit status N', as Docker Machine did; belt ssh gives"
                                + " the command's own code. Options of the ssh program are not taken.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        var fleet = new Fleet(call);
        List<String> words = call.arguments();
        Machine machine = fleet.named(words.isEmpty() ? List.of() : words.subList(0, 1)).getFirst();
        if (machine.state() == MachineState.STOPPED) {
            machine = fleet.refreshed(List.of(machine)).getFirst();
        }
        requireRunning(call, machine, "SSH command");
        SshClient client = new ClusterSsh(call, fleet.estate().cluster()).client(List.of(machine));
        int from = words.size() > 1 && words.get(1).equals("--") ? 2 : Math.min(1, words.size());
        String command = String.join(" ", words.subList(from, words.size()));
        if (command.isEmpty() && call.io().terminals().in()) {
            return Terminal.open(call, client, machine) == 0 ? Exit.DONE : Exit.FAILED;
        }
        return run(call.io(), client, machine, command.isEmpty() ? LOGIN_SHELL : command);
    }

    private static int run(Io io, SshClient client, Machine machine, String command)
            throws InterruptedException {
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            ExecResult result =
                    session.run(
                            RemoteCommand.of(command)
                                    .within(LONGEST)
                                    .reading(io.in())
                                    .writing(io.out(), io.err()));
            if (result.ok()) {
                return Exit.DONE;
            }
            io.out().flush();
            io.err().println("exit status " + result.exitCode());
            return Exit.FAILED;
        } finally {
            io.out().flush();
        }
    }

    /// @throws BeltException.Refused if the machine does not run
    static void requireRunning(Call call, Machine machine, String what) {
        if (machine.state() == MachineState.STOPPED) {
            throw notRunning(
                    call,
                    machine,
                    "Cannot run " + what + ": Host \"" + machine.name() + "\" is not running");
        }
    }

    /// Only a provider that can start machines is a way out.
    static BeltException notRunning(Call call, Machine machine, String message) {
        var problem = new BeltException.Refused(MachineProblem.NOT_RUNNING, message);
        String reason = machine.stateReason();
        if (reason != null) {
            problem.withDetail(reason);
        }
        boolean starts =
                Providers.require(machine.provider(), call.io()).can(Capability.STOP_START);
        return problem.withRemedy(
                "belt machine " + (starts ? "start " : "status ") + machine.name());
    }
}
