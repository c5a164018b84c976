package belt.agent;

import static org.assertj.core.api.Assertions.assertThat;

import belt.agent.session.Link;
import belt.agent.session.LinkListener;
import belt.agent.testing.FakeManagers;
import belt.agent.testing.Wait;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.api.MessageCodec;
import belt.core.RandomId;
import belt.model.NodeId;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import belt.pki.Member;
import belt.pki.NodeIdentity;
import belt.transport.CloseCause;
import belt.transport.EventLoops;
import belt.transport.Stream;
import belt.transport.StreamClient;
import belt.transport.StreamLimits;
import belt.transport.StreamListener;
import belt.transport.StreamServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamConnectorTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final String cluster = RandomId.next();
    private final ClusterCa ca = ClusterCa.create(CLOCK);
    private final EventLoops loops = EventLoops.start(1);
    private final StreamClient client = new StreamClient(loops, StreamLimits.Buffers.DEFAULT);
    private final NodeIdentity worker = node(CertificateRole.WORKER);
    private final StreamConnector connector = new StreamConnector(client, () -> worker, CLOCK);
    private final Heard heard = new Heard();

    private NodeIdentity node(CertificateRole role) {
        var request = CertificateRequest.create();
        var member = new Member(cluster, role, RandomId.next());
        var issued =
                ca.issue(
                        request.publicKey(),
                        member,
                        List.of("127.0.0.1"),
                        ClusterCa.DEFAULT_VALIDITY);
        return request.identity(issued.pem(), ca.rootPem());
    }

    @AfterEach
    void close() {
        client.close();
        loops.close();
    }

    private static final class Heard implements LinkListener {
        final List<Message> messages = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();
        final List<Link> links = new CopyOnWriteArrayList<>();

        @Override
        public void opened(Link link) {
            links.add(link);
            link.send(new Message.Heartbeat());
        }

        @Override
        public void received(Message message) {
            messages.add(message);
        }

        @Override
        public void closed(String why) {
            closed.add(why);
        }
    }

    /// Answers heartbeats with a list of managers.
    private static final class Manager implements StreamListener {
        @Override
        public void onOpen(Stream stream) {}

        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            assertThat(MessageCodec.decode(kind, payload)).contains(new Message.Heartbeat());
            var answer = new Message.Managers(List.of(FakeManagers.manager(1)));
            stream.send(MessageCodec.kind(answer), MessageCodec.payload(answer));
        }

        @Override
        public void onClose(Stream stream, CloseCause cause) {}
    }

    private StreamServer serve(NodeIdentity identity) {
        return StreamServer.bind(
                loops,
                StreamServer.Settings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        () -> identity,
                        CLOCK),
                new Manager());
    }

    private static ManagerAddress at(int port) {
        return new ManagerAddress(new NodeId("m"), "127.0.0.1:" + port, "");
    }

    @Test
    void carriesMessagesOverMutualTls() throws InterruptedException {
        try (var server = serve(node(CertificateRole.MANAGER))) {
            connector.connect(at(server.port()), heard);

            Wait.until("answer", () -> !heard.messages.isEmpty());
            assertThat(heard.messages)
                    .containsExactly(new Message.Managers(List.of(FakeManagers.manager(1))));
            heard.links.getFirst().awaitWritable();
            heard.links.getFirst().close();
            Wait.until("closed", () -> heard.closed.size() == 1);
        }
    }

    @Test
    void doesNotTalkToAWorkerThatPosesAsAManager() throws InterruptedException {
        try (var server = serve(node(CertificateRole.WORKER))) {
            connector.connect(at(server.port()), heard);

            Wait.until("refused", () -> heard.closed.size() == 1);
            assertThat(heard.links).isEmpty();
        }
    }

    @Test
    void saysOnceThatNobodyIsThere() throws InterruptedException {
        int port;
        try (var server = serve(node(CertificateRole.MANAGER))) {
            port = server.port();
        }
        connector.connect(at(port), heard);

        Wait.until("closed", () -> !heard.closed.isEmpty());
        assertThat(heard.closed).singleElement().asString().startsWith("transport.");
    }

    @Test
    void readsAddresses() {
        assertThat(StreamConnector.address("10.0.0.1:2377"))
                .isEqualTo(InetSocketAddress.createUnresolved("10.0.0.1", 2377));
        assertThat(StreamConnector.address("[fd00::1]:99"))
                .isEqualTo(InetSocketAddress.createUnresolved("fd00::1", 99));
        assertThat(StreamConnector.address("manager"))
                .isEqualTo(InetSocketAddress.createUnresolved("manager", 2377));
    }
}
