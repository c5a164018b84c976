package belt.cli.machine;

import belt.cli.command.Call;
import belt.cli.operate.ClusterSsh;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.provider.Machine;
import belt.provision.ssh.RemoteTerminal;
import belt.provision.ssh.SshClient;
import belt.provision.ssh.SshSession;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A terminal on a machine: the local one is put into raw mode for as long as it is open, by `stty`.
public final class Terminal {
    private Terminal() {}

    public static int open(Call call, SshClient client, Machine machine)
            throws InterruptedException {
        if (!call.io().terminals().in()) {
            throw new BeltException.Refused(
                            CoreProblem.INTERRUPTED,
                            "there is no terminal to log in to " + machine.name() + " from")
                    .withRemedy("belt ssh " + machine.name() + " -- COMMAND");
        }
        String saved = stty("-g");
        String[] size = stty("size").split(" ");
        try (SshSession session = client.connect(ClusterSsh.target(machine));
                var _ = call.interrupts().leaveToChild()) {
            stty("raw", "-echo");
            var screen =
                    new RemoteTerminal.Screen(
                            call.io().variable("TERM").orElse("xterm"),
                            number(size, 1, 80),
                            number(size, 0, 24));
            try (RemoteTerminal terminal =
                    session.terminal(screen, null, call.io().in(), call.io().out())) {
                return terminal.await();
            }
        } finally {
            stty(saved);
        }
    }

    private static int number(String[] words, int index, int missing) {
        try {
            return words.length > index ? Integer.parseInt(words[index]) : missing;
        } catch (NumberFormatException e) {
            return missing;
        }
    }

    private static String stty(String... words) throws InterruptedException {
        var command = new ArrayList<String>(List.of("stty"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            process.waitFor();
            return text;
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    CoreProblem.INTERNAL, "the terminal cannot be set: " + e.getMessage(), e);
        }
    }
}
