package belt.provider.testkit;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// The server under a fake cloud: a free port of the loopback, a thread a call.
public final class LoopbackServer implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackServer(HttpServer server, String scheme, HttpHandler handler) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", handler);
    }

    /// Serves at once: the handler must be ready to.
    ///
    /// @param tls empty for http
    public static LoopbackServer start(Optional<SSLContext> tls, HttpHandler handler) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            LoopbackServer made;
            if (tls.isEmpty()) {
                made = new LoopbackServer(HttpServer.create(any, 0), "http", handler);
            } else {
                HttpsServer secure = HttpsServer.create(any, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
                made = new LoopbackServer(secure, "https", handler);
            }
            made.server.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        InetSocketAddress at = server.getAddress();
        return URI.create(scheme + "://" + at.getAddress().getHostAddress() + ":" + at.getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
