package belt.provision.ssh;

import belt.core.BeltException;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to a machine. Any number of threads may use it at once: at most eight commands and transfers run at the
/// same time (OpenSSH allows ten by default), the others wait their turn. Close it to end everything on it.
public final class SshSession implements AutoCloseable {
    static final int CHANNEL_MILLIS = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(SshSession.class);
    private static final int CHANNELS = 8;

    private final Session session;
    private final SshTarget target;
    private final @Nullable SshSession bastion;
    private final Semaphore channels = new Semaphore(CHANNELS);

    SshSession(Session session, SshTarget target, @Nullable SshSession bastion) {
        this.session = session;
        this.target = target;
        this.bastion = bastion;
    }

    /// Where this leads to.
    public SshTarget target() {
        return target;
    }

    /// Whether the connection still stands, as far as we know: a vanished machine is noticed after 30 s.
    public boolean isConnected() {
        return session.isConnected();
    }

    /// Runs a command to its end. A code other than 0 is a result, not an exception.
    ///
    /// @throws BeltException.OperationFailed if it took too long
    /// @throws BeltException.Unreachable if the connection broke
    /// @throws BeltException.Refused if it needs root and sudo did not let us
    public ExecResult run(RemoteCommand command) throws InterruptedException {
        channels.acquire();
        try (RemoteProcess process = RemoteProcess.start(this, command)) {
            return process.await();
        } finally {
            channels.release();
        }
    }

    /// As {@link #run}, for commands that have to succeed.
    ///
    /// @param purpose what it is for, to follow "node: cannot "
    /// @throws BeltException.OperationFailed if the code is not 0; its last lines are the detail
    public ExecResult require(String purpose, RemoteCommand command) throws InterruptedException {
        ExecResult result = run(command);
        if (!result.ok()) {
            throw new BeltException.OperationFailed(
                            SshProblem.COMMAND_FAILED,
                            target.node() + ": cannot " + purpose + ": " + result.describe())
                    .withDetail(String.join(" · ", result.lastLines(3)));
        }
        return result;
    }

    /// Starts a command and returns at once; the caller closes it. It does not count against the eight.
    public RemoteProcess start(RemoteCommand command) {
        return RemoteProcess.start(this, command);
    }

    /// Makes sure that commands can run as root.
    ///
    /// @throws BeltException.Refused if the account is not root and sudo wants a password, or does not exist
    public void requireRoot() throws InterruptedException {
        if (!target.isRoot()) {
            ExecResult result = run(RemoteCommand.of("true").root().within(Duration.ofSeconds(20)));
            if (!result.ok()) {
                throw sudoRefused(result.stderr());
            }
        }
    }

    /// Sends a file. It appears whole under its name or not at all.
    ///
    /// @throws BeltException.OperationFailed if it cannot be written, or arrived changed
    public void upload(Upload upload) throws InterruptedException {
        channels.acquire();
        try {
            new Transfers(this).upload(upload);
        } finally {
            channels.release();
        }
    }

    /// Fetches a file that the account itself may read; it appears whole or not at all.
    public void download(String remote, Path local) throws InterruptedException {
        channels.acquire();
        try {
            new Transfers(this).download(remote, local);
        } finally {
            channels.release();
        }
    }

    /// Opens a terminal on the machine.
    ///
    /// @param command what to run in it; null for the account's login shell
    /// @param in the keys typed; read by a thread that may outlive the terminal, as it cannot be interrupted
    /// @param out what to show; never closed
    public RemoteTerminal terminal(
            RemoteTerminal.Screen screen,
            @Nullable String command,
            InputStream in,
            OutputStream out) {
        return Shield.call(() -> RemoteTerminal.open(this, screen, command, in, out));
    }

    /// Connects to a Unix socket on the machine (OpenSSH's `direct-streamlocal`), with the account's own rights.
    ///
    /// @throws BeltException.Unreachable if nobody listens there, or we may not
    public RemoteStream openSocket(String path) {
        return Shield.call(() -> RemoteStream.open(this, path));
    }

    /// Whether a TCP port accepts connections, seen from the machine. It needs no program there.
    public boolean reaches(String host, int port) {
        return Shield.call(() -> tryPort(host, port));
    }

    private boolean tryPort(String host, int port) {
        try {
            var direct = (ChannelDirectTCPIP) session.openChannel("direct-tcpip");
            direct.setHost(host);
            direct.setPort(port);
            direct.connect(CHANNEL_MILLIS);
            direct.disconnect();
            return true;
        } catch (JSchException e) {
            if (!isConnected()) {
                throw lost("cannot try " + host + ":" + port, e);
            }
            return false;
        }
    }

    /// Listens on a Unix socket here and leads every connection to one on the machine. The socket is ours alone (0600);
    /// a file that is in the way is an error, not removed.
    public SocketForward forward(Path local, String remote) {
        return SocketForward.unix(this, local, remote);
    }

    /// Listens on a free port of 127.0.0.1 and leads every connection to a Unix socket on the machine. Every user of this
    /// machine can connect to it: prefer {@link #forward(Path, String)}.
    public SocketForward forwardLoopback(String remote) {
        return SocketForward.loopback(this, remote);
    }

    /// Ends everything that runs over this connection, and the connection to the bastion behind it.
    @Override
    public void close() {
        session.disconnect();
        if (bastion != null) {
            bastion.close();
        }
    }

    Session jsch() {
        return session;
    }

    Logger logger() {
        return LOG;
    }

    /// Runs a short command although all channels may be taken: sshd allows two more than we use.
    ExecResult runBeside(boolean asRoot, String script) throws InterruptedException {
        return runBeside(asRoot, script, Duration.ofSeconds(10));
    }

    ExecResult runBeside(boolean asRoot, String script, Duration time) throws InterruptedException {
        var command = new RemoteCommand(script, asRoot, time, null, null);
        try (RemoteProcess process = RemoteProcess.start(this, command)) {
            return process.await();
        }
    }

    BeltException lost(String what, @Nullable Exception cause) {
        String message = target.describe() + ": " + what;
        return cause == null
                ? new BeltException.Unreachable(SshProblem.CONNECTION_LOST, message)
                : new BeltException.Unreachable(
                        SshProblem.CONNECTION_LOST, message + ": " + cause.getMessage(), cause);
    }

    BeltException sudoRefused(String errors) {
        List<String> lines = errors.lines().filter(line -> !line.isBlank()).toList();
        var refused =
                new BeltException.Refused(
                        SshProblem.SUDO_REFUSED,
                        target.describe()
                                + ": the account "
                                + target.user()
                                + " cannot become root without a password");
        return lines.isEmpty() ? refused : refused.withDetail(lines.getLast());
    }

    /// Translates a failure of a transfer.
    BeltException transfer(String path, Exception cause) {
        if (!isConnected() || cause instanceof IOException) {
            return lost("the connection broke while " + path + " was sent", cause);
        }
        return new BeltException.OperationFailed(
                SshProblem.TRANSFER_FAILED,
                target.node() + ": cannot write " + path + ": " + cause.getMessage(),
                cause);
    }
}
