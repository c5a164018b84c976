package belt.transport;

import static belt.transport.Recorder.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import belt.pki.NodeIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many agents at once, with many identities, against a server that answers on its event loop.
class CrowdTest {
    private static final int AGENTS = 500;
    private static final int IDENTITIES = 50;
    private static final int ROUNDS = 20;

    @Test
    void everyAgentIsLetInAndAnswered() throws Exception {
        var cluster = TestCluster.create();
        var manager = cluster.manager();
        List<NodeIdentity> identities = new ArrayList<>();
        for (int i = 0; i < IDENTITIES; i++) {
            identities.add(cluster.worker());
        }
        var answers = new AtomicInteger();
        try (var wire = new Wire();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var server = wire.serve(manager, new Echo());
            List<Future<Stream>> calls = new ArrayList<>();
            for (int i = 0; i < AGENTS; i++) {
                var identity = identities.get(i % IDENTITIES);
                Callable<Stream> call = () -> wire.connect(server, identity, new Counter(answers));
                calls.add(threads.submit(call));
            }
            for (var call : calls) {
                assertThat(call.get().isOpen()).isTrue();
            }
            assertThat(server.connections()).isEqualTo(AGENTS);
            for (int round = 0; round < ROUNDS; round++) {
                for (var call : calls) {
                    assertThat(call.get().send((byte) 5, bytes("round " + round))).isTrue();
                }
            }
            assertThat(Recorder.until(() -> answers.get() == AGENTS * ROUNDS)).isTrue();
        }
    }

    private static final class Echo implements StreamListener {
        @Override
        public Calls calls() {
            return Calls.ON_EVENT_LOOP;
        }

        @Override
        public void onOpen(Stream stream) {}

        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            stream.send(kind, payload);
        }

        @Override
        public void onClose(Stream stream, CloseCause cause) {}
    }

    private record Counter(AtomicInteger answers) implements StreamListener {
        @Override
        public Calls calls() {
            return Calls.ON_EVENT_LOOP;
        }

        @Override
        public void onOpen(Stream stream) {}

        @Override
        public void onFrame(Stream stream, byte kind, byte[] payload) {
            answers.incrementAndGet();
        }

        @Override
        public void onClose(Stream stream, CloseCause cause) {}
    }
}
