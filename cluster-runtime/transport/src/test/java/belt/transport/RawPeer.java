package belt.transport;

import belt.pki.CheckingTrustManager;
import belt.pki.CurrentKeyManager;
import belt.pki.MemberCheck;
import belt.pki.NodeIdentity;
import belt.pki.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/// A peer that speaks TLS and nothing of our manners: it sends what bytes it likes and reads when it likes.
final class RawPeer implements AutoCloseable {
    private final Socket tcp;
    private final SSLSocket tls;

    RawPeer(int port, NodeIdentity identity) throws IOException {
        tcp = new Socket(InetAddress.getLoopbackAddress(), port);
        var context =
                TlsContexts.of(
                        CurrentKeyManager.of(() -> identity),
                        new CheckingTrustManager(
                                MemberCheck.managersOnly(() -> identity, Wire.CLOCK)));
        tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, "peer", port, true);
        tls.setEnabledProtocols(new String[] {TlsContexts.PROTOCOL});
        tls.startHandshake();
    }

    void sendHeader(int length, int kind) throws IOException {
        tls.getOutputStream().write(ByteBuffer.allocate(5).putInt(length).put((byte) kind).array());
        tls.getOutputStream().flush();
    }

    void sayGoodbye() throws IOException {
        tls.shutdownOutput();
    }

    /// Ends the TCP connection with a reset, as a killed machine's firewall would.
    void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
