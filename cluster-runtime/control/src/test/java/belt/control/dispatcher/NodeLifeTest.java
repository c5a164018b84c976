package belt.control.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import belt.api.Message;
import belt.api.Protocol;
import belt.control.FakeCluster;
import belt.control.Specs;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLifeTest {
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final long GRACE =
            PERIOD.multipliedBy(DispatcherSettings.DEFAULT.graceBeats()).toNanos();
    private static final long CHECK = Duration.ofSeconds(1).toNanos();

    private final FakeCluster cluster = new FakeCluster();
    private final NodeLife life =
            new NodeLife(cluster.store, cluster.log, DispatcherSettings.DEFAULT);
    private final Link link = new Link();
    private NodeId id = new NodeId("0");
    private long now;

    @BeforeEach
    void oneNode() {
        id = cluster.join(Specs.node("node1")).id();
        life.begin(now, PERIOD);
        greet();
        assertThat(state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aSilentNodeIsDownUntilItGreets() {
        beSilent();
        assertThat(state()).isEqualTo(NodeState.DOWN);
        greet();
        assertThat(state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aNodeThatCameBackCanGoDownAgain() {
        for (int i = 0; i < 3; i++) {
            beSilent();
            assertThat(state()).as("silence %s", i).isEqualTo(NodeState.DOWN);
            greet();
            assertThat(state()).as("greeting %s", i).isEqualTo(NodeState.READY);
        }
    }

    @Test
    void aGreetingWhileDownIsOnItsWayIntoTheLogWins() {
        cluster.log.atOnce(false);
        beSilent();
        greet();
        cluster.log.commitAll();
        assertThat(state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aGreetingThatCannotBeWrittenIsAskedForAgain() {
        beSilent();
        cluster.log.atOnce(false);
        greet();
        cluster.log.lose();
        assertThat(state()).isEqualTo(NodeState.DOWN);
        assertThat(link.closed).isTrue();
        cluster.log.atOnce(true);
        greet();
        assertThat(state()).isEqualTo(NodeState.READY);
    }

    @Test
    void aSilenceThatCannotBeWrittenIsNoticedAgain() {
        cluster.log.atOnce(false);
        beSilent();
        cluster.log.lose();
        cluster.log.atOnce(true);
        assertThat(state()).isEqualTo(NodeState.READY);
        now += CHECK;
        life.check(now, PERIOD);
        assertThat(state()).isEqualTo(NodeState.DOWN);
    }

    private void beSilent() {
        now += GRACE + CHECK;
        life.check(now, PERIOD);
    }

    private void greet() {
        Node node = cluster.node(id);
        var hello =
                new Message.Hello(
                        Protocol.OLDEST,
                        Protocol.VERSION,
                        node.description(),
                        node.status().address(),
                        List.of());
        life.connected(node, hello, link, now);
    }

    private NodeState state() {
        return cluster.node(id).status().state();
    }

    private final class Link implements NodeLink {
        private boolean closed;

        @Override
        public NodeId nodeId() {
            return id;
        }

        @Override
        public String remoteAddress() {
            return "10.0.0.1";
        }

        @Override
        public void send(Message message) {}

        @Override
        public void close() {
            closed = true;
        }
    }
}
