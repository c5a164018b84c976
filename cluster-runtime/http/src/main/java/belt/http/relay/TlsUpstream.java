package belt.http.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A connection over TLS 1.3 with our own certificate.
final class TlsUpstream implements Upstream {
    private static final int CHUNK_BYTES = 16_384;

    private final Socket plain;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] inChunk = new byte[CHUNK_BYTES];
    private final byte[] outChunk = new byte[CHUNK_BYTES];

    private TlsUpstream(Socket plain, SSLSocket socket) throws IOException {
        this.plain = plain;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /// Connects and shakes hands.
    ///
    /// @param limit for the connection, and again for each step of the handshake
    static TlsUpstream connect(InetSocketAddress address, SSLContext context, Duration limit)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(address, Math.toIntExact(limit.toMillis()));
            plain.setTcpNoDelay(true);
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            plain,
                                            address.getHostString(),
                                            address.getPort(),
                                            true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
            socket.startHandshake();
            socket.setSoTimeout(0);
            return new TlsUpstream(plain, socket);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = in.read(inChunk, 0, Math.min(inChunk.length, into.remaining()));
        if (count > 0) {
            into.put(inChunk, 0, count);
        }
        return count;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            int count = Math.min(outChunk.length, from.remaining());
            from.get(outChunk, 0, count);
            out.write(outChunk, 0, count);
        }
        out.flush();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// At once, from any thread: closing the TLS socket itself would wait for the other side's good-bye, which a manager that
    /// is gone never says.
    @Override
    public void close() throws IOException {
        plain.close();
    }
}
