package belt.provision.ssh;

import belt.core.BeltException;
import com.jcraft.jsch.ChannelDirectStreamLocal;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A connection to a Unix socket on a machine. Closing the output alone tells the other side that nothing more comes,
/// while its answer can still be read: Docker's attach needs that.
///
/// @param input what the other side sends; a reader that stops reading for long holds up the whole session once a
///     megabyte waits
/// @param output what we send; it is sent when flushed
/// @param channel the channel below
public record RemoteStream(InputStream input, OutputStream output, Closer channel)
        implements AutoCloseable {
    private static final int WAITING_BYTES = 1024 * 1024;

    /// Closes what is below the two streams.
    @FunctionalInterface
    public interface Closer {
        void close();
    }

    static RemoteStream open(SshSession session, String path) {
        try {
            var direct =
                    (ChannelDirectStreamLocal)
                            session.jsch().openChannel("direct-streamlocal@openssh.com");
            var inbox = new ByteInbox(WAITING_BYTES);
            direct.setSocketPath(path);
            direct.setOutputStream(inbox.sink());
            OutputStream out = direct.getOutputStream();
            direct.connect(SshSession.CHANNEL_MILLIS);
            InputStream in = inbox.source();
            return new RemoteStream(in, out, () -> closeAll(in, direct));
        } catch (JSchException | IOException e) {
            if (!session.isConnected()) {
                throw session.lost("cannot open " + path, e);
            }
            throw new BeltException.Unreachable(
                    SshProblem.SOCKET_REFUSED,
                    session.target().node()
                            + ": cannot connect to "
                            + path
                            + " as "
                            + session.target().user(),
                    e);
        }
    }

    private static void closeAll(InputStream in, ChannelDirectStreamLocal direct) {
        try {
            in.close();
        } catch (IOException e) {
            // a stream in memory: nothing to close below it
        }
        direct.disconnect();
    }

    /// Ends both directions at once.
    @Override
    public void close() {
        channel.close();
    }
}
