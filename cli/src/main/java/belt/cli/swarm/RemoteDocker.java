package belt.cli.swarm;

import belt.cli.command.Call;
import belt.cli.operate.ClusterSsh;
import belt.cli.state.ClusterState;
import belt.cli.term.Io;
import belt.cli.term.ShellWords;
import belt.core.BeltException;
import belt.provider.Machine;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshSession;
import java.time.Duration;
import java.util.List;

/// The docker CLI of a node, over SSH, against the node's own socket: for operators without a docker CLI.
final class RemoteDocker {
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int NO_SUCH_PROGRAM = 127;

    private final Call call;
    private final ClusterState cluster;

    RemoteDocker(Call call, ClusterState cluster) {
        this.call = call;
        this.cluster = cluster;
    }

    int run(Machine machine, List<String> words) throws InterruptedException {
        Io io = call.io();
        call.out().detail("no docker CLI here: using the one of " + machine.name());
        RemoteCommand command = command(words).writing(io.out(), io.err());
        // a terminal's reader could not be ended with the command, and would eat what is typed next
        ExecResult result = exec(machine, io.terminals().in() ? command : command.reading(io.in()));
        if (result.exitCode() == NO_SUCH_PROGRAM) {
            throw new BeltException.NotFound(
                    SwarmProblem.DOCKER_CLI,
                    "there is no docker CLI, neither here nor on " + machine.name());
        }
        return result.exitCode();
    }

    int runPrefixed(Machine machine, List<String> words) throws InterruptedException {
        ExecResult result = exec(machine, command(words));
        String prefix = machine.name() + ": ";
        result.stdout().lines().forEach(line -> call.io().out().println(prefix + line));
        result.stderr().lines().forEach(line -> call.io().err().println(prefix + line));
        return result.exitCode();
    }

    private ExecResult exec(Machine machine, RemoteCommand command) throws InterruptedException {
        try (SshSession session =
                new ClusterSsh(call, cluster)
                        .client(List.of(machine))
                        .connect(ClusterSsh.target(machine))) {
            return session.run(command);
        }
    }

    private static RemoteCommand command(List<String> words) {
        String line =
                "DOCKER_HOST=unix:///run/belt/docker.sock exec docker " + ShellWords.join(words);
        return RemoteCommand.of(line).within(LONGEST);
    }
}
