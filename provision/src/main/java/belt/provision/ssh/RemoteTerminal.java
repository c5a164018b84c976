package belt.provision.ssh;

import belt.core.Deadline;
import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A terminal on a machine. The caller's own terminal is in raw mode while it is open: every key, Ctrl-C too, goes to the
/// machine. When the connection goes away, sshd hangs up what runs in it.
public final class RemoteTerminal implements AutoCloseable {
    /// @param type the kind of terminal, the value of `TERM`
    /// @param columns characters in a line
    /// @param rows lines
    public record Screen(String type, int columns, int rows) {}

    private final SshSession session;
    private final Channel channel;
    private final CountDownLatch ended;

    private RemoteTerminal(SshSession session, Channel channel, CountDownLatch ended) {
        this.session = session;
        this.channel = channel;
        this.ended = ended;
    }

    static RemoteTerminal open(
            SshSession session,
            Screen screen,
            @Nullable String command,
            InputStream in,
            OutputStream out) {
        var ended = new CountDownLatch(1);
        try {
            Channel channel = session.jsch().openChannel(command == null ? "shell" : "exec");
            switch (channel) {
                case ChannelShell shell ->
                        shell.setPtyType(screen.type(), screen.columns(), screen.rows(), 0, 0);
                case ChannelExec exec -> {
                    exec.setPty(true);
                    exec.setPtyType(screen.type(), screen.columns(), screen.rows(), 0, 0);
                    exec.setCommand(command);
                }
                default -> throw new JSchException("unexpected channel " + channel.getClass());
            }
            channel.setInputStream(in, true);
            channel.setOutputStream(new Shown(out, ended));
            channel.connect(SshSession.CHANNEL_MILLIS);
            return new RemoteTerminal(session, channel, ended);
        } catch (JSchException e) {
            throw session.lost("cannot open a terminal", e);
        }
    }

    /// Tells the machine that the window has another size now.
    public void resize(int columns, int rows) {
        switch (channel) {
            case ChannelShell shell -> shell.setPtySize(columns, rows, 0, 0);
            case ChannelExec exec -> exec.setPtySize(columns, rows, 0, 0);
            default -> {}
        }
    }

    /// Waits until what runs in the terminal has ended, and returns its exit code; 255 if the connection broke.
    public int await() throws InterruptedException {
        ended.await();
        Deadline.in(Duration.ofSeconds(5)).await(Duration.ofMillis(5), channel::isClosed);
        int status = channel.getExitStatus();
        if (status >= 0) {
            return status;
        }
        session.logger().debug("{}: the terminal ended without a code", session.target().node());
        return 255;
    }

    @Override
    public void close() {
        channel.disconnect();
    }

    private static final class Shown extends Unclosed {
        private final CountDownLatch ended;

        Shown(OutputStream out, CountDownLatch ended) {
            super(out);
            this.ended = ended;
        }

        @Override
        public void close() throws IOException {
            super.close();
            ended.countDown();
        }
    }
}
