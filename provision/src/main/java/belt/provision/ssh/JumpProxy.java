package belt.provision.ssh;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/// ProxyJump, which JSch leaves to its users: the target's connection runs through a channel of the bastion's session.
final class JumpProxy implements Proxy {
    private final Session bastion;
    private final Ladder ladder;
    private @Nullable ChannelDirectTCPIP channel;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    JumpProxy(Session bastion, Ladder ladder) {
        this.bastion = bastion;
        this.ladder = ladder;
    }

    @Override
    public void connect(SocketFactory factory, String host, int port, int timeoutMillis)
            throws Exception {
        ladder.reached(Rung.TCP);
        var direct = (ChannelDirectTCPIP) bastion.openChannel("direct-tcpip");
        direct.setHost(host);
        direct.setPort(port);
        in = ladder.watch(direct.getInputStream()); // streams before connect(), or bytes are lost
        out = direct.getOutputStream();
        direct.connect(timeoutMillis);
        channel = direct;
        ladder.reached(Rung.BANNER);
    }

    @Override
    public @Nullable InputStream getInputStream() {
        return in;
    }

    @Override
    public @Nullable OutputStream getOutputStream() {
        return out;
    }

    @Override
    public @Nullable Socket getSocket() {
        return null;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.disconnect();
        }
        bastion.disconnect();
    }
}
