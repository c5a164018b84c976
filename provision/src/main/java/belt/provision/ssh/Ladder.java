package belt.provision.ssh;

import com.jcraft.jsch.SocketFactory;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Watches one connection attempt climb: it opens the socket itself, so that it knows which rung was reached when JSch
/// throws, without looking at the text of the exception. Written by the connecting thread, read after it ended.
final class Ladder implements SocketFactory {
    private static final String GREETING = "SSH-";

    private final Duration timeout;
    private volatile Rung rung = Rung.DNS;
    private volatile boolean asking;
    private int matched;

    Ladder(Duration timeout) {
        this.timeout = timeout;
    }

    Rung rung() {
        return rung;
    }

    /// Whether a person is being asked right now: no time limit holds then.
    boolean asking() {
        return asking;
    }

    void asking(boolean now) {
        asking = now;
    }

    void reached(Rung next) {
        if (next.compareTo(rung) > 0) {
            rung = next;
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        reached(Rung.TCP);
        IOException last = null;
        for (InetAddress address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
                socket.setTcpNoDelay(true);
                reached(Rung.BANNER);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last == null ? new IOException("no address for " + host) : last;
    }

    @Override
    public InputStream getInputStream(Socket socket) throws IOException {
        return watch(socket.getInputStream());
    }

    /// Looks for `SSH-` going by: something else than an SSH server may send bytes, too.
    private void greeting(int b) {
        matched = b == GREETING.charAt(matched) ? matched + 1 : b == 'S' ? 1 : 0;
        if (matched == GREETING.length()) {
            matched = 0;
            reached(Rung.HOST_KEY);
        }
    }

    /// Watches the server's bytes until its greeting was seen.
    InputStream watch(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                if (b >= 0 && rung == Rung.BANNER) {
                    greeting(b);
                }
                return b;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                for (int i = 0; i < count && rung == Rung.BANNER; i++) {
                    greeting(buffer[offset + i]);
                }
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream(Socket socket) throws IOException {
        return socket.getOutputStream();
    }
}
