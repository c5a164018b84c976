package belt.provision.ssh;

import belt.core.BeltException;
import belt.core.Deadline;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A command that runs on a machine. Closing it ends the command on the machine, too: OpenSSH lets a command without a
/// terminal live on when its channel goes away, so our wrapper tells the process id and a second channel ends its
/// process group.
public final class RemoteProcess implements AutoCloseable {
    private static final int CAPTURE = 16 * 1024 * 1024;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Map<String, Integer> SIGNALS =
            Map.of("HUP", 1, "INT", 2, "QUIT", 3, "ABRT", 6, "KILL", 9, "SEGV", 11, "TERM", 15);

    private final SshSession session;
    private final RemoteCommand command;
    private final ChannelExec channel;
    private final MarkedOutput output;
    private final @Nullable BoundedCapture stdout;
    private final @Nullable BoundedCapture stderr;
    private final long began = System.nanoTime();

    private RemoteProcess(
            SshSession session,
            RemoteCommand command,
            ChannelExec channel,
            MarkedOutput output,
            @Nullable BoundedCapture stdout,
            @Nullable BoundedCapture stderr) {
        this.session = session;
        this.command = command;
        this.channel = channel;
        this.output = output;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    static RemoteProcess start(SshSession session, RemoteCommand command) {
        return Shield.call(() -> open(session, command));
    }

    private static RemoteProcess open(SshSession session, RemoteCommand command) {
        boolean sudo = command.asRoot() && !session.target().isRoot();
        var wrapper = Wrapper.of(command.script(), sudo);
        RemoteCommand.Sinks sinks = command.sinks();
        BoundedCapture out = sinks == null ? new BoundedCapture(CAPTURE) : null;
        BoundedCapture err = sinks == null ? new BoundedCapture(CAPTURE) : null;
        var output = new MarkedOutput(wrapper.mark(), out == null ? sinks(sinks).stdout() : out);
        ChannelExec channel;
        try {
            channel = (ChannelExec) session.jsch().openChannel("exec");
        } catch (JSchException e) {
            throw session.lost("cannot start a command", e);
        }
        var process = new RemoteProcess(session, command, channel, output, out, err);
        try {
            channel.setCommand(wrapper.commandLine());
            channel.setOutputStream(output);
            channel.setErrStream(err == null ? new Unclosed(sinks(sinks).stderr()) : err, false);
            if (command.stdin() != null) {
                channel.setInputStream(command.stdin());
            }
            // opened before connect(): JSch sends no end of file for a stream that was never set
            OutputStream stdin = command.stdin() == null ? channel.getOutputStream() : null;
            channel.connect(SshSession.CHANNEL_MILLIS);
            if (stdin != null) {
                stdin.close();
            }
        } catch (JSchException | IOException e) {
            if (!process.hasEnded()) {
                throw session.lost("cannot start a command", e);
            }
        }
        return process;
    }

    /// Whether the machine has told how the command ended. JSch's `start` fails with a null pointer where a command ends
    /// while it still starts a thread for its input: then there was nothing to start any more.
    private boolean hasEnded() {
        return channel.getExitStatus() >= 0 || channel.getExitSignal() != null;
    }

    private static RemoteCommand.Sinks sinks(RemoteCommand.@Nullable Sinks sinks) {
        if (sinks == null) {
            throw new BeltException.Bug("a command has neither sinks nor captures");
        }
        return sinks;
    }

    /// Waits for the end.
    ///
    /// @throws BeltException.OperationFailed if its time is over; it was ended then
    /// @throws BeltException.Unreachable if the connection broke: nobody knows how it ended
    /// @throws BeltException.Refused if sudo did not let us
    /// @throws InterruptedException if the caller was interrupted; the command was ended
    public ExecResult await() throws InterruptedException {
        try {
            Deadline deadline = Deadline.in(command.timeout());
            if (!output.awaitEnd(command.timeout().toMillis())
                    || !Deadline.in(max(deadline.left(), CLOSE_WAIT))
                            .await(POLL, channel::isClosed)) {
                end();
                throw new BeltException.OperationFailed(
                        SshProblem.COMMAND_TIMEOUT,
                        session.target().node()
                                + ": a command took longer than "
                                + command.timeout().toSeconds()
                                + " s and was ended: "
                                + firstLine());
            }
            return result();
        } catch (InterruptedException e) {
            end();
            throw e;
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private String firstLine() {
        String line = command.script().strip().lines().findFirst().orElse("");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }

    private ExecResult result() {
        String signal = channel.getExitSignal();
        int status = channel.getExitStatus();
        channel.disconnect();
        if (status < 0 && signal == null) {
            throw session.lost("the connection broke while a command ran", null);
        }
        String errors = stderr == null ? "" : stderr.text();
        if (command.asRoot() && !output.started() && status != 0) {
            throw session.sudoRefused(errors);
        }
        String printed = stdout == null ? "" : output.started() ? stdout.text() : output.preface();
        int code = status >= 0 ? status : 128 + SIGNALS.getOrDefault(signal, 0);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        return new ExecResult(code, signal, printed, errors, took);
    }

    /// Sends a signal to the command's whole process group.
    ///
    /// @param name without SIG, for example `HUP`
    public void signal(String name) throws InterruptedException {
        OptionalLong pid = output.pid(CLOSE_WAIT.toMillis());
        if (pid.isPresent()) {
            String script = Wrapper.signal(pid.getAsLong(), name.toUpperCase(Locale.ROOT));
            session.runBeside(command.asRoot(), script);
        }
    }

    /// Ends the command if it still runs, first kindly, after two seconds by force.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // ending it is worth a moment even then
        try {
            end();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() throws InterruptedException {
        try {
            if (!channel.isClosed() && session.isConnected()) {
                OptionalLong pid = output.pid(1_000);
                if (pid.isPresent()) {
                    session.runBeside(command.asRoot(), Wrapper.end(pid.getAsLong()));
                }
            }
        } catch (BeltException e) {
            session.logger().warn("{}: {}", session.target().node(), e.getMessage());
        } finally {
            channel.disconnect();
        }
    }

    /// The command line around a script.
    ///
    /// @param mark what the first line of output begins with
    /// @param commandLine for the account's login shell, whichever it is
    private record Wrapper(String mark, String commandLine) {
        static Wrapper of(String script, boolean sudo) {
            String mark = "belt-pid:" + belt.core.RandomId.next() + ":";
            String inner = "echo " + mark + "$$\n" + script;
            var words = new java.util.ArrayList<String>(List.of("exec"));
            if (sudo) {
                words.addAll(List.of("sudo", "-n", "--"));
            }
            words.addAll(List.of("/bin/sh", "-c", inner));
            return new Wrapper(mark, ShellWord.join(words));
        }

        /// sshd starts a command without a terminal in a session, so in a process group, of its own; the same holds for
        /// what sudo starts in a terminal of its own. `kill -NAME -GROUP` without `--` is the only form that dash, bash and
        /// busybox all understand. A zombie has ended, it only was not collected yet.
        static String end(long pid) {
            return group(pid)
                    + "kill -TERM -$g 2>/dev/null\n"
                    + "i=0\n"
                    + "while [ $i -lt 20 ]; do\n"
                    + "  case \"$(sed 's/.*) //' /proc/$p/stat 2>/dev/null)\" in ''|Z*) break;; esac\n"
                    + "  sleep 0.1; i=$((i+1))\n"
                    + "done\n"
                    + "kill -KILL -$g 2>/dev/null\n"
                    + "exit 0";
        }

        static String signal(long pid, String name) {
            return group(pid) + "kill -" + name + " -$g";
        }

        private static String group(long pid) {
            return "p="
                    + pid
                    + "\ng=$(sed 's/.*) //' /proc/$p/stat 2>/dev/null | cut -d' ' -f3)\n"
                    + "g=${g:-$p}\n" // its leader has ended: the group still has its number
                    + "[ $g -gt 1 ] || exit 0\n";
        }
    }
}
