package belt.http.server;

import belt.core.BeltException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Listens on the Unix socket and on TLS, and hands every request with a well-formed head to one {@link ApiHandler} on a
/// virtual thread. The settings and the reasons behind them are in `docs/design/http.md`.
public final class ApiServer implements AutoCloseable {
    private static final int HEAD_LIMIT_BYTES = 256 << 10;
    private static final int IDLE_MILLIS = 30_000;
    private static final int MAX_TRANSFER_BUFFER = 65_536;

    private final Server server;
    private final List<SocketFile> socketFiles = new ArrayList<>();
    private final HeadDeadline headDeadline;

    private ApiServer(Server server, Duration headTime) {
        this.server = server;
        this.headDeadline = new HeadDeadline(server, headTime);
    }

    /// Starts to listen.
    ///
    /// @param listeners at least one
    /// @param product name and version for the `Server` header, such as `Docker/28.5.2`
    /// @param headTime how long a client may take for a TLS handshake or the head of a request
    /// @throws BeltException.Conflict if somebody else has a socket or port
    /// @throws BeltException.OperationFailed if a socket cannot be made
    public static ApiServer start(
            List<Listener> listeners, String product, Duration headTime, ApiHandler handler) {
        Server jetty = new Server(threads(), null, buffers());
        jetty.setHandler(new JettyEntry(handler, product));
        jetty.setErrorHandler(new JsonErrors());
        jetty.setStopTimeout(0);
        ApiServer api = new ApiServer(jetty, headTime);
        List<SocketFile> files = new ArrayList<>();
        for (Listener listener : listeners) {
            switch (listener) {
                case Listener.Unix unix -> files.add(api.addUnix(unix));
                case Listener.Tls tls -> api.addTls(tls);
            }
        }
        try {
            jetty.start();
            files.forEach(SocketFile::publish);
        } catch (BeltException e) {
            api.close();
            throw e;
        } catch (Exception e) { // Server.start declares Exception
            api.close();
            throw new BeltException.Conflict(
                            HttpProblem.CANNOT_LISTEN,
                            "cannot listen on "
                                    + listeners.stream()
                                            .map(Listener::where)
                                            .collect(Collectors.joining(" and ")),
                            e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
        api.headDeadline.schedule();
        return api;
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(8, 2, 60_000);
        pool.setName("http");
        pool.setReservedThreads(0);
        pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
        return pool;
    }

    private static ArrayByteBufferPool buffers() {
        return new ArrayByteBufferPool(0, 4096, MAX_TRANSFER_BUFFER, 64, 2 << 20, 8 << 20);
    }

    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEAD_LIMIT_BYTES); // X-Registry-Config outgrows the usual 8 kB
        http.setResponseHeaderSize(8 << 10);
        http.setMaxResponseHeaderSize(HEAD_LIMIT_BYTES);
        http.setUriCompliance(UriCompliance.UNSAFE); // image names carry %2F
        // old clients send the socket's path as Host; strict mode also refuses bare line feeds
        http.setHttpCompliance(
                HttpCompliance.STRICT.with("docker", HttpCompliance.Violation.UNSAFE_HOST_HEADER));
        http.setServerAuthority(new HostPort("docker"));
        return http;
    }

    private SocketFile addUnix(Listener.Unix unix) {
        SocketFile file = new SocketFile(unix);
        HttpConnectionFactory factory = new HttpConnectionFactory(http());
        factory.setInputBufferSize(16_384);
        var connector = new UnixDomainServerConnector(server, 1, 1, factory);
        connector.setUnixDomainPath(file.prepare());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        socketFiles.add(file);
        return file;
    }

    private void addTls(Listener.Tls tls) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls.context());
        ssl.setNeedClientAuth(true);
        ssl.setIncludeProtocols("TLSv1.3");
        ssl.setEndpointIdentificationAlgorithm(null); // clients have names, not addresses
        HttpConfiguration https = http();
        https.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory factory = new HttpConnectionFactory(https);
        factory.setInputBufferSize(16_384);
        var connector =
                new ServerConnector(
                        server, 1, 1, new SslConnectionFactory(ssl, "http/1.1"), factory);
        connector.setHost(tls.address().getAddress().getHostAddress());
        connector.setPort(tls.address().getPort());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
    }

    /// The address that the first TLS listener got; empty if there is none.
    public Optional<InetSocketAddress> tlsAddress() {
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector tcp) {
                return Optional.of(new InetSocketAddress(tcp.getHost(), tcp.getLocalPort()));
            }
        }
        return Optional.empty();
    }

    /// Stops at once: running requests are cut, socket files removed.
    @Override
    public void close() {
        headDeadline.stop();
        try {
            server.stop();
        } catch (Exception e) { // Server.stop declares Exception
            throw new BeltException.Bug("the HTTP server did not stop", e);
        } finally {
            socketFiles.forEach(SocketFile::remove);
        }
    }

    static boolean isUnix(SocketAddress address) {
        return !(address instanceof InetSocketAddress);
    }
}
