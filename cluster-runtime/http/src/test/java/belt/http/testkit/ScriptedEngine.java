package belt.http.testkit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Something on a Unix socket that answers like an engine of API 1.41 where the tests need one, byte by byte as told.
public final class ScriptedEngine implements AutoCloseable {
    /// What happens on a connection after its request's head was read.
    @FunctionalInterface
    public interface Script {
        /// @param head the request's head
        void play(String head, Connection connection) throws IOException;
    }

    /// The engine's end of a connection.
    public static final class Connection {
        private final SocketChannel channel;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        /// Sends a text.
        public void send(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /// Reads up to and including a text, or to the end.
        public String until(String text) throws IOException {
            StringBuilder all = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (all.indexOf(text) < 0) {
                one.clear();
                if (channel.read(one) < 0) {
                    break;
                }
                all.append((char) one.get(0));
            }
            return all.toString();
        }
    }

    private final ServerSocketChannel server;
    private final Script script;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    private ScriptedEngine(ServerSocketChannel server, Script script) {
        this.server = server;
        this.script = script;
    }

    /// Starts to listen; `/version` is answered by itself.
    public static ScriptedEngine start(Path socket, Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        ScriptedEngine engine = new ScriptedEngine(server, script);
        Thread.ofVirtual().start(engine::accept);
        return engine;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().start(() -> serve(channel));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            Connection connection = new Connection(channel);
            String head = connection.until("\r\n\r\n");
            if (head.startsWith("GET /version ")) {
                String body = "{\"ApiVersion\":\"1.41\",\"Version\":\"20.10.24\"}";
                connection.send(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            } else {
                heads.add(head);
                script.play(head, connection);
            }
        } catch (IOException e) {
            // the other side broke off, which some tests want
        }
    }

    /// The heads of all requests so far, but those for `/version`.
    public List<String> heads() {
        return heads;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
