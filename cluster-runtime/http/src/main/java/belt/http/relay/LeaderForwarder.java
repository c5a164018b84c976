package belt.http.relay;

import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.shape.Rpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Passes requests to the manager that leads, over TLS with this node's own certificate. Answers stream; hijacking does
/// not happen in the cluster's part of the API.
public final class LeaderForwarder {
    /// Its value is how many managers have passed the request on. One may, who was the leader a moment ago.
    private static final String MARK = "X-Belt-Forwarded";

    private static final int MOST_HOPS = 3;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final int IDLE_CONNECTIONS = 8;

    private final Supplier<SSLContext> context;
    private final Duration patience;
    private final ConcurrentLinkedDeque<Kept> idle = new ConcurrentLinkedDeque<>();

    private record Kept(InetSocketAddress leader, SSLContext context, Upstream upstream) {}

    /// @param context asked for each connection, so that renewed certificates are used; connections made with another
    ///     context are not used again
    /// @param patience how long a request waits while the managers have no leader that answers
    public LeaderForwarder(Supplier<SSLContext> context, Duration patience) {
        this.context = context;
        this.patience = patience;
    }

    /// How long a request waits while the managers have no leader that answers.
    public Duration patience() {
        return patience;
    }

    /// Passes one request on.
    ///
    /// @param leader the leader's Docker API
    /// @throws Silent if the leader cannot be reached; nothing of the request is used up
    /// @throws ApiError 500 if it was passed on too often: the leadership is changing
    public void forward(Exchange exchange, InetSocketAddress leader)
            throws Silent, IOException, InterruptedException {
        int hops = hops(exchange.header(MARK));
        if (hops >= MOST_HOPS) {
            throw Rpc.unavailable("the leadership is changing");
        }
        String query = exchange.rawQuery().isEmpty() ? "" : "?" + exchange.rawQuery();
        String target = "/v" + exchange.version() + exchange.path() + query;
        new Relay(exchange, new ToLeader(leader, context.get()), target, null)
                .with(MARK, Integer.toString(hops + 1))
                .run();
    }

    private static int hops(@Nullable String mark) {
        if (mark == null) {
            return 0;
        }
        return mark.matches("[0-9]") ? Integer.parseInt(mark) : MOST_HOPS;
    }

    /// The leader cannot be reached.
    public static final class Silent extends IOException {
        private Silent(InetSocketAddress leader, IOException cause) {
            super("the leader at " + leader + " does not answer: " + cause.getMessage(), cause);
        }
    }

    private final class ToLeader implements Relay.Dialer {
        private final InetSocketAddress leader;
        private final SSLContext tls;

        ToLeader(InetSocketAddress leader, SSLContext tls) {
            this.leader = leader;
            this.tls = tls;
        }

        @Override
        public Upstream dial() throws Silent {
            try {
                return TlsUpstream.connect(leader, tls, CONNECT_LIMIT);
            } catch (IOException e) {
                throw new Silent(leader, e);
            }
        }

        @Override
        public @Nullable Upstream idle() {
            for (Kept kept = idle.pollFirst(); kept != null; kept = idle.pollFirst()) {
                if (kept.leader().equals(leader) && kept.context().equals(tls)) {
                    return kept.upstream();
                }
                kept.upstream().abandon();
            }
            return null;
        }

        @Override
        public void giveBack(Upstream upstream) {
            if (idle.size() < IDLE_CONNECTIONS) {
                idle.offerFirst(new Kept(leader, tls, upstream));
            } else {
                upstream.abandon();
            }
        }
    }
}
