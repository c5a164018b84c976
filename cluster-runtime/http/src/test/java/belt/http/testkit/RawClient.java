package belt.http.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A client that sends exactly the bytes that a test wants, over a Unix socket.
public final class RawClient implements AutoCloseable {
    private final SocketChannel channel;

    private RawClient(SocketChannel channel) {
        this.channel = channel;
    }

    /// Connects.
    public static RawClient connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new RawClient(channel);
    }

    /// Sends a text; `\n` goes out as it stands.
    public RawClient send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return this;
    }

    /// Says that nothing more comes.
    public RawClient half() throws IOException {
        channel.shutdownOutput();
        return this;
    }

    /// Reads to the end.
    public String rest() throws IOException {
        return read("\0never");
    }

    /// Reads until the text was seen, or to the end.
    public String until(String text) throws IOException {
        return read(text);
    }

    /// A server that ends the connection before it has read everything resets it: what it said came before that.
    private int next(ByteBuffer one) throws IOException {
        try {
            return channel.read(one);
        } catch (SocketException e) {
            return -1;
        }
    }

    private String read(String stop) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (!all.toString(StandardCharsets.UTF_8).endsWith(stop)) {
            one.clear();
            if (next(one) < 0) {
                break;
            }
            all.write(one.get(0));
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
