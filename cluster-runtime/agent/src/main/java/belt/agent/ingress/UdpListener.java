package belt.agent.ingress;

import belt.api.Message.Backend;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A published UDP port: packets of one client go to one backend for as long as they keep coming, so that a conversation
/// stays together; answers go back from the published port.
final class UdpListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    private static final int LARGEST = 65_535;
    private static final int MOST_FLOWS = 4_096;

    /// As long as the kernel's own table of connections remembers an answered UDP flow, halved.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final int port;
    private final Backends backends;
    private final ConcurrentHashMap<SocketAddress, DatagramSocket> flows =
            new ConcurrentHashMap<>();
    private volatile @Nullable DatagramSocket socket;

    UdpListener(int port, Backends backends) {
        this.port = port;
        this.backends = backends;
    }

    @Override
    public void open() throws IOException {
        var fresh = new DatagramSocket(new InetSocketAddress(port));
        socket = fresh;
        Thread.ofVirtual().name("ingress udp " + port).start(() -> receive(fresh));
    }

    private void receive(DatagramSocket from) {
        byte[] buffer = new byte[LARGEST];
        while (!from.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                from.receive(packet);
                forward(from, packet);
            } catch (IOException e) {
                if (!from.isClosed()) {
                    LOG.debug("A packet to published port {} was lost: {}", port, e.getMessage());
                }
            }
        }
    }

    private void forward(DatagramSocket from, DatagramPacket packet) throws IOException {
        SocketAddress client = packet.getSocketAddress();
        DatagramSocket flow = flows.get(client);
        if (flow == null || flow.isClosed()) {
            flow = begin(from, client);
        }
        if (flow != null) {
            flow.send(new DatagramPacket(packet.getData(), packet.getLength()));
        }
    }

    private @Nullable DatagramSocket begin(DatagramSocket answerFrom, SocketAddress client)
            throws IOException {
        List<Backend> choice = backends.inTurn(System.nanoTime());
        if (choice.isEmpty() || flows.size() >= MOST_FLOWS) {
            return null; // dropped, as UDP does
        }
        Backend backend = choice.getFirst();
        var flow = new DatagramSocket();
        flow.connect(new InetSocketAddress(backend.address(), backend.port()));
        flow.setSoTimeout((int) IDLE.toMillis());
        flows.put(client, flow);
        Thread.ofVirtual()
                .name("ingress udp back " + port)
                .start(() -> answer(flow, backend, answerFrom, client));
        return flow;
    }

    private void answer(
            DatagramSocket flow, Backend backend, DatagramSocket from, SocketAddress client) {
        byte[] buffer = new byte[LARGEST];
        try (flow) {
            while (!from.isClosed()) {
                var packet = new DatagramPacket(buffer, buffer.length);
                flow.receive(packet);
                from.send(new DatagramPacket(packet.getData(), packet.getLength(), client));
            }
        } catch (SocketTimeoutException e) {
            LOG.trace("A conversation with published port {} is over", port);
        } catch (IOException e) {
            backends.failed(backend, System.nanoTime()); // "connection refused" comes this way
        } finally {
            flows.remove(client, flow);
        }
    }

    @Override
    public void close() {
        DatagramSocket open = socket;
        if (open != null) {
            open.close();
        }
        flows.values().forEach(DatagramSocket::close);
    }
}
