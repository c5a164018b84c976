package belt.daemon;

import belt.agent.session.Connector;
import belt.agent.session.Link;
import belt.agent.session.LinkListener;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.api.MessageCodec;
import belt.core.BeltException;
import belt.core.codec.MalformedException;
import belt.pki.CurrentIdentity;
import belt.transport.CloseCause;
import belt.transport.Dial;
import belt.transport.Stream;
import belt.transport.StreamClient;
import belt.transport.StreamListener;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Opens the agent's streams with this node's certificate.
final class MemberConnector implements Connector {
    private final StreamClient client;
    private final CurrentIdentity identity;
    private final InstantSource clock;

    MemberConnector(StreamClient client, CurrentIdentity identity, InstantSource clock) {
        this.client = client;
        this.identity = identity;
        this.clock = clock;
    }

    @Override
    public void connect(ManagerAddress manager, LinkListener listener) {
        Thread.ofVirtual().name("dial-", 0).start(() -> dial(manager, listener));
    }

    private void dial(ManagerAddress manager, LinkListener listener) {
        try {
            client.connect(Dial.member(address(manager.cluster()), identity, clock), new Ear(listener));
        } catch (BeltException e) {
            listener.closed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            listener.closed("interrupted");
            Thread.currentThread().interrupt();
        }
    }

    /// Reads host:port.
    static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /// One stream as the agent's session sees it.
    private static final class Ear implements StreamListener, Link {
        private final LinkListener listener;
        private final Semaphore room = new Semaphore(0);
        private volatile @Nullable Stream stream;

        Ear(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public Calls calls() {
            return Calls.ON_EVENT_LOOP;
        }

        @Override
        public void onOpen(Stream opened) {
            stream = opened;
            listener.opened(this);
        }

        @Override
        public void onFrame(Stream from, byte kind, byte[] payload) {
            try {
                MessageCodec.decode(kind, payload).ifPresent(listener::received);
            } catch (MalformedException e) {
                from.close();
            }
        }

        @Override
        public void onWritable(Stream now) {
            room.release();
        }

        @Override
        public void onClose(Stream closed, CloseCause cause) {
            room.release();
            listener.closed(cause.toString());
        }

        @Override
        public void send(Message message) {
            Stream open = stream;
            if (open != null) {
                StreamLink.send(open, message);
            }
        }

        @Override
        public void awaitWritable() throws InterruptedException {
            Stream open = stream;
            while (open != null && open.isOpen() && !open.isWritable()) {
                room.acquire();
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
