package belt.provision.ssh;

import belt.core.BeltException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// A listening socket here whose connections lead to a Unix socket on a machine. Works on its own virtual threads until
/// it is closed.
public final class SocketForward implements AutoCloseable {
    private static final int PIECE = 32 * 1024;

    private final SshSession session;
    private final ServerSocketChannel server;
    private final String remote;
    private final @Nullable Path file;

    private SocketForward(
            SshSession session, ServerSocketChannel server, String remote, @Nullable Path file) {
        this.session = session;
        this.server = server;
        this.remote = remote;
        this.file = file;
    }

    static SocketForward unix(SshSession session, Path local, String remote) {
        try {
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(local));
                Files.setPosixFilePermissions(local, PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                server.close();
                throw e;
            }
            return new SocketForward(session, server, remote, local).start();
        } catch (IOException e) {
            throw failed(local.toString(), e);
        }
    }

    static SocketForward loopback(SshSession session, String remote) {
        try {
            var server = ServerSocketChannel.open(StandardProtocolFamily.INET);
            server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            return new SocketForward(session, server, remote, null).start();
        } catch (IOException e) {
            throw failed("127.0.0.1", e);
        }
    }

    private static BeltException failed(String where, IOException cause) {
        return new BeltException.OperationFailed(
                SshProblem.FORWARD_FAILED,
                "cannot listen on " + where + ": " + cause.getMessage(),
                cause);
    }

    /// Where it listens: a Unix socket's path or `127.0.0.1` and a port.
    public SocketAddress address() {
        try {
            return server.getLocalAddress();
        } catch (IOException e) {
            throw failed("a closed socket", e);
        }
    }

    /// Stops listening and removes the socket file. Connections that are open end with the session.
    @Override
    public void close() {
        try {
            server.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            session.logger().debug("cannot close the forward of {}", remote, e);
        }
    }

    private SocketForward start() {
        Thread.ofVirtual().name("forward-" + session.target().node()).start(this::listen);
        return this;
    }

    private void listen() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                Thread.ofVirtual().name("forwarded").start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                RemoteStream stream = session.openSocket(remote)) {
            Thread up = Thread.ofVirtual().name("forwarded-up").start(() -> up(client, stream));
            down(client, stream);
            up.join();
        } catch (BeltException | IOException e) {
            session.logger().debug("forward of {}: {}", remote, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Bytes are moved with the channel's own read and write: its stream adapters would let a read
    // block a write.
    private void up(SocketChannel client, RemoteStream stream) {
        ByteBuffer buffer = ByteBuffer.allocate(PIECE);
        try {
            while (client.read(buffer) >= 0) {
                stream.output().write(buffer.array(), 0, buffer.position());
                stream.output().flush();
                buffer.clear();
            }
            stream.output().close();
        } catch (IOException e) {
            stream.close();
        }
    }

    private void down(SocketChannel client, RemoteStream stream) throws IOException {
        byte[] buffer = new byte[PIECE];
        int count;
        while ((count = stream.input().read(buffer)) >= 0) {
            ByteBuffer piece = ByteBuffer.wrap(buffer, 0, count);
            while (piece.hasRemaining()) {
                client.write(piece);
            }
        }
        client.shutdownOutput();
    }
}
