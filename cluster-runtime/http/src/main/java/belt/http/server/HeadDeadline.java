package belt.http.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;

/// Cuts connections whose TLS handshake or request head takes too long. Jetty itself knows idle timeouts only, which a
/// client defeats with one byte a second. One sweep a second looks at all connections, so nothing is added to the path of
/// a request.
final class HeadDeadline {
    private static final String NO_HANDSHAKE_YET = "SSL_NULL_WITH_NULL_NULL";

    private final Server server;
    private final long limitNanos;
    private volatile boolean stopped;

    HeadDeadline(Server server, Duration limit) {
        this.server = server;
        this.limitNanos = limit.toNanos();
    }

    void schedule() {
        if (!stopped) {
            server.getScheduler().schedule(this::sweep, 1, TimeUnit.SECONDS);
        }
    }

    void stop() {
        stopped = true;
    }

    private void sweep() {
        try {
            for (Connector connector : server.getConnectors()) {
                connector.getConnectedEndPoints().forEach(this::look);
            }
        } finally {
            schedule();
        }
    }

    private void look(EndPoint endPoint) {
        Connection connection = endPoint.getConnection();
        if (connection instanceof SslConnection tls) {
            String suite = tls.getSSLEngine().getSession().getCipherSuite();
            if (NO_HANDSHAKE_YET.equals(suite)) {
                long ageMillis = System.currentTimeMillis() - endPoint.getCreatedTimeStamp();
                if (ageMillis > TimeUnit.NANOSECONDS.toMillis(limitNanos)) {
                    endPoint.close();
                }
                return;
            }
            connection = tls.getSslEndPoint().getConnection();
        }
        if (connection instanceof HttpConnection http && headIsLate(http.getParser())) {
            endPoint.close();
        }
    }

    private boolean headIsLate(HttpParser parser) {
        return parser.inHeaderState()
                && !parser.isStart()
                && System.nanoTime() - parser.getBeginNanoTime() > limitNanos;
    }
}
