package belt.agent.testing;

import belt.agent.session.Connector;
import belt.agent.session.Link;
import belt.agent.session.LinkListener;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.model.NodeId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// Managers in memory: each connection is kept, and answered by what the test says.
public final class FakeManagers implements Connector {
    /// One end of a stream, as the manager sees it.
    public static final class Stream implements Link {
        public final ManagerAddress manager;
        public final List<Message> received = new CopyOnWriteArrayList<>();
        private final LinkListener agent;
        private final BiConsumer<Stream, Message> answer;
        public volatile boolean closed;

        Stream(ManagerAddress manager, LinkListener agent, BiConsumer<Stream, Message> answer) {
            this.manager = manager;
            this.agent = agent;
            this.answer = answer;
        }

        @Override
        public void send(Message message) {
            if (!closed) {
                received.add(message);
                answer.accept(this, message);
            }
        }

        @Override
        public void awaitWritable() {}

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                agent.closed("closed");
            }
        }

        /// Says something to the node.
        public void say(Message message) {
            agent.received(message);
        }

        /// The stream breaks.
        public void breakOff() {
            closed = true;
            agent.closed("connection reset");
        }
    }

    public final List<Stream> streams = new CopyOnWriteArrayList<>();
    public volatile boolean reachable = true;
    public volatile BiConsumer<Stream, Message> answer = (_, _) -> {};

    public static ManagerAddress manager(int number) {
        return new ManagerAddress(new NodeId("m" + number), "10.0.0." + number + ":2377", "");
    }

    @Override
    public void connect(ManagerAddress manager, LinkListener listener) {
        if (!reachable) {
            listener.closed("connection refused");
            return;
        }
        var stream = new Stream(manager, listener, (s, m) -> answer.accept(s, m));
        streams.add(stream);
        listener.opened(stream);
    }

    public Stream latest() {
        return streams.getLast();
    }
}
