package belt.http.relay;

import belt.http.server.ApiError;
import belt.http.server.Exchange;
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
    private static final String MARK = "X-Belt-Forwarded";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final int IDLE_CONNECTIONS = 8;

    private final Supplier<SSLContext> context;
    private final ConcurrentLinkedDeque<Kept> idle = new ConcurrentLinkedDeque<>();

    private record Kept(InetSocketAddress leader, SSLContext context, Upstream upstream) {}

    /// @param context asked for each connection, so that renewed certificates are used; connections made with another
    ///     context are not used again
    public LeaderForwarder(Supplier<SSLContext> context) {
        this.context = context;
    }

    /// Passes one request on.
    ///
    /// @param leader the leader's Docker API
    /// @throws ApiError 500 if it was forwarded before: the leadership is changing; or if the leader cannot be reached
    public void forward(Exchange exchange, InetSocketAddress leader)
            throws IOException, InterruptedException {
        if (exchange.header(MARK) != null) {
            throw new ApiError(
                    500, "rpc error: code = Unavailable desc = the leadership is changing");
        }
        String query = exchange.rawQuery().isEmpty() ? "" : "?" + exchange.rawQuery();
        String target = "/v" + exchange.version() + exchange.path() + query;
        new Relay(exchange, new ToLeader(leader, context.get()), target, null)
                .with(MARK, "1")
                .run();
    }

    private final class ToLeader implements Relay.Dialer {
        private final InetSocketAddress leader;
        private final SSLContext tls;

        ToLeader(InetSocketAddress leader, SSLContext tls) {
            this.leader = leader;
            this.tls = tls;
        }

        @Override
        public Upstream dial() {
            try {
                return TlsUpstream.connect(leader, tls, CONNECT_LIMIT);
            } catch (IOException e) {
                throw new ApiError(
                        500,
                        "rpc error: code = Unavailable desc = the leader at "
                                + leader
                                + " does not answer: "
                                + e.getMessage());
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
