package belt.agent.ingress;

import belt.agent.timer.Timer;
import belt.api.Message.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A published TCP port: each connection is two virtual threads, one a direction. When one side has said all, the other
/// is told so and may still answer; when one side breaks, both end.
final class TcpListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final int BACKLOG = 1024;
    private static final int BUFFER = 16 * 1024;
    private static final Duration BREATH = Duration.ofMillis(100);

    /// How long a backend may take to accept; a node that vanished answers nothing at all.
    private static final int CONNECT_MILLIS = 2_000;

    private final int port;
    private final Backends backends;
    private final Timer timer;
    private volatile @Nullable ServerSocketChannel channel;

    TcpListener(int port, Backends backends, Timer timer) {
        this.port = port;
        this.backends = backends;
        this.timer = timer;
    }

    @Override
    public void open() throws IOException {
        ServerSocketChannel fresh = ServerSocketChannel.open();
        try {
            fresh.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            fresh.bind(new InetSocketAddress(port), BACKLOG);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        channel = fresh;
        beginAccepting(fresh);
    }

    private void beginAccepting(ServerSocketChannel from) {
        Thread.ofVirtual().name("ingress tcp " + port).start(() -> accept(from));
    }

    private void accept(ServerSocketChannel from) {
        while (from.isOpen()) {
            try {
                Socket client = from.accept().socket();
                Thread.ofVirtual().name("ingress " + port).start(() -> serve(client));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("Published port {} cannot take a connection: {}", port, e.getMessage());
                timer.after(BREATH, () -> beginAccepting(from)); // out of file descriptors, mostly
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Optional<Socket> found = connect();
            if (found.isEmpty()) {
                client.setSoLinger(
                        true, 0); // a reset says "nobody there" where a close says "done"
                return;
            }
            try (Socket backend = found.get()) {
                client.setTcpNoDelay(true);
                client.setKeepAlive(true);
                Thread back =
                        Thread.ofVirtual()
                                .name("ingress back " + port)
                                .start(() -> copy(backend, client));
                copy(client, backend);
                back.join();
            }
        } catch (IOException e) {
            LOG.debug("A connection to published port {} broke: {}", port, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Socket> connect() {
        for (Backend backend : backends.inTurn(System.nanoTime())) {
            var socket = new Socket();
            try {
                socket.connect(
                        new InetSocketAddress(backend.address(), backend.port()), CONNECT_MILLIS);
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                backends.answered(backend);
                return Optional.of(socket);
            } catch (IOException e) {
                backends.failed(backend, System.nanoTime());
                close(socket);
                LOG.debug("Backend {} of port {}: {}", backend, port, e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from); // wakes the other direction, which ends too
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        ServerSocketChannel open = channel;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.debug("Published port {} could not be closed: {}", port, e.getMessage());
        }
    }
}
