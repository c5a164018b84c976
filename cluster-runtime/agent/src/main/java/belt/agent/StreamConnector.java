package belt.agent;

import belt.agent.session.Connector;
import belt.agent.session.Link;
import belt.agent.session.LinkListener;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.api.MessageCodec;
import belt.core.BeltException;
import belt.core.codec.MalformedException;
import belt.pki.NodeIdentity;
import belt.transport.CloseCause;
import belt.transport.Dial;
import belt.transport.Stream;
import belt.transport.StreamClient;
import belt.transport.StreamListener;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sessions over the real transport: mutual TLS with this node's certificate, managers of its own cluster only.
public final class StreamConnector implements Connector {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConnector.class);

    private final StreamClient client;
    private final Supplier<NodeIdentity> identity;
    private final InstantSource clock;

    /// @param client shared by all sessions of a process
    /// @param identity the certificate to show, asked at every attempt
    public StreamConnector(
            StreamClient client, Supplier<NodeIdentity> identity, InstantSource clock) {
        this.client = client;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public void connect(ManagerAddress manager, LinkListener listener) {
        Thread.ofVirtual()
                .name("connect " + manager.nodeId())
                .start(() -> connectNow(manager, new Once(listener)));
    }

    private void connectNow(ManagerAddress manager, Once listener) {
        try {
            Dial dial = Dial.member(address(manager.cluster()), identity, clock);
            client.connect(dial, new Frames(listener));
        } catch (BeltException e) {
            listener.closed(e.code().id() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            listener.closed("interrupted");
        } catch (RuntimeException e) { // outermost frame of this thread
            LOG.error("Connecting to manager {} failed in an unexpected way", manager, e);
            listener.closed(e.toString());
        }
    }

    /// `host:port`, with brackets around a numeric IPv6 address.
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = colon < 0 ? 2377 : Integer.parseInt(text.substring(colon + 1));
        return InetSocketAddress.createUnresolved(host, port);
    }

    /// Says `closed` once, whoever noticed first.
    private record Once(LinkListener listener, AtomicBoolean ended) {
        Once(LinkListener listener) {
            this(listener, new AtomicBoolean());
        }

        void closed(String why) {
            if (ended.compareAndSet(false, true)) {
                listener.closed(why);
            }
        }
    }

    /// One stream's frames as messages.
    private static final class Frames implements StreamListener, Link {
        private final Once listener;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition moved = lock.newCondition();
        private volatile @Nullable Stream stream;

        Frames(Once listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(Stream opened) {
            stream = opened;
            listener.listener().opened(this);
        }

        @Override
        public void onFrame(Stream from, byte kind, byte[] payload) {
            try {
                MessageCodec.decode(kind, payload).ifPresent(listener.listener()::received);
            } catch (MalformedException e) {
                LOG.warn("{} sent a message that cannot be read: {}", from.peer(), e.getMessage());
                from.close();
            }
        }

        @Override
        public void onWritable(Stream writable) {
            signal();
        }

        @Override
        public void onClose(Stream closed, CloseCause cause) {
            signal();
            listener.closed(cause.toString());
        }

        private void signal() {
            lock.lock();
            try {
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void send(Message message) {
            Stream open = stream;
            if (open != null) {
                open.send(MessageCodec.kind(message), MessageCodec.payload(message));
            }
        }

        @Override
        public void awaitWritable() throws InterruptedException {
            Stream open = stream;
            lock.lock();
            try {
                while (open != null && open.isOpen() && !open.isWritable()) {
                    moved.await();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            Stream open = stream;
            if (open != null) {
                open.close();
            }
        }
    }
}
