package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.command.Command;
import belt.cli.command.Globals;
import belt.cli.command.Spec;
import belt.cli.operate.ClusterSsh;
import belt.cli.term.ShellWords;
import belt.core.BeltException;
import belt.core.Fanout;
import belt.core.Outcome;
import belt.provider.Machine;
import belt.provision.ssh.ExecResult;
import belt.provision.ssh.RemoteCommand;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// `belt ssh`: a terminal on one machine, or a command on any number of them.
final class Ssh implements Command {
    private static final Duration LONGEST = Duration.ofDays(7);

    @Override
    public Spec spec() {
        return Spec.of(
                        Spec.Group.MACHINES,
                        "ssh",
                        "Log in to a machine, or run a command on machines")
                .arguments("SELECTOR [COMMAND…]")
                .reach(Spec.Reach.FIRST_WORD)
                .example("belt ssh node2", "a terminal")
                .example("belt ssh node2 -- uname -a", "one command")
                .example(
                        "belt ssh 'node[1:4]' -- uptime",
                        "on several, each line with its node's name")
                .example(
                        "tar -c src | belt ssh node2 -- tar -x",
                        "what comes in goes to the command")
                .note(
                        "The exit code is the command's own; with several machines the worst one. On one machine the command"
                                + " reads what belt reads, and its output is passed on as it comes.");
    }

    @Override
    public int run(Call call) throws InterruptedException {
        List<Machine> machines = call.select(List.of(call.argument(0)));
        List<String> command = command(call.arguments());
        SshClient client = new ClusterSsh(call, call.cluster()).client(machines);
        if (command.isEmpty()) {
            if (machines.size() > 1) {
                throw new BeltException.InvalidInput(
                        belt.cli.problem.CliProblem.BAD_ARGUMENTS,
                        "a terminal goes to one machine, '"
                                + call.argument(0)
                                + "' selects "
                                + machines.size());
            }
            return Terminal.open(call, client, machines.getFirst());
        }
        String line = command.size() == 1 ? command.getFirst() : ShellWords.join(command);
        if (machines.size() == 1) {
            return one(call, client, machines.getFirst(), line);
        }
        return many(call, client, machines, line);
    }

    /// What stands behind the selector, `--` left out.
    private static List<String> command(List<String> arguments) {
        boolean dashes = arguments.size() > 1 && arguments.get(1).equals("--");
        return arguments.subList(dashes ? 2 : 1, arguments.size());
    }

    private static int one(Call call, SshClient client, Machine machine, String line)
            throws InterruptedException {
        var io = call.io();
        try (SshSession session = client.connect(ClusterSsh.target(machine))) {
            return session.run(
                            RemoteCommand.of(line)
                                    .within(LONGEST)
                                    .reading(io.in())
                                    .writing(io.out(), io.err()))
                    .exitCode();
        } finally {
            io.out().flush();
        }
    }

    private static int many(Call call, SshClient client, List<Machine> machines, String line)
            throws InterruptedException {
        List<Fanout.Job<ExecResult>> jobs =
                machines.stream()
                        .map(machine ->
                                new Fanout.Job<>(
                                        machine.name(),
                                        () -> {
                                            try (SshSession session =
                                                    client.connect(ClusterSsh.target(machine))) {
                                                return session.run(
                                                        RemoteCommand.of(line).within(LONGEST));
                                            }
                                        }))
                        .toList();
        int worst = 0;
        for (Outcome<ExecResult> outcome : new Fanout(call.get(Globals.PARALLEL)).run(jobs)) {
            switch (outcome) {
                case Outcome.Done<ExecResult>(var node, var result) -> {
                    print(call.io().out(), node, result.stdout());
                    print(call.io().err(), node, result.stderr());
                    worst = Math.max(worst, result.exitCode());
                }
                case Outcome.Failed<ExecResult>(var node, var problem) -> {
                    call.io().err().println(node + ": " + problem.getMessage());
                    worst = Math.max(worst, 255);
                }
            }
        }
        return worst;
    }

    private static void print(java.io.PrintStream out, String node, String text) {
        if (!text.isEmpty()) {
            out.println(
                    text.lines().map(each -> node + ": " + each).collect(Collectors.joining("\n")));
        }
    }
}
