package belt.daemon;

import belt.agent.describe.HostResources;
import belt.core.BeltException;
import belt.core.Secret;
import belt.http.DockerApi;
import belt.http.relay.Engine;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiHandler;
import belt.http.server.ApiServer;
import belt.http.server.Listener;
import belt.http.swarm.OwnInfo;
import belt.pki.ApiClientCheck;
import belt.pki.CheckingTrustManager;
import belt.pki.Credentials;
import belt.pki.CurrentIdentity;
import belt.pki.CurrentKeyManager;
import belt.pki.Pem;
import belt.pki.TlsContexts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running daemon: its parts are made here, handed to each other, and stopped in the reverse order.
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final Duration HEAD_TIME = Duration.ofSeconds(20);

    /// Requests wait for a new leader that long; an election takes one or two seconds.
    private static final Duration ELECTION = Duration.ofSeconds(10);

    private final DaemonConfig config;
    private final InstantSource clock = Clock.systemUTC();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final CurrentIdentity identity = new CurrentIdentity();
    private final StateLock lock;
    private final LocalRuntime runtime;
    private final ClusterNode node;
    private final ApiServer api;
    private final TicketedJoin joining;

    private Daemon(DaemonConfig config) throws InterruptedException {
        this.config = config;
        prepareFolders();
        this.lock = StateLock.take(config.stateDir().resolve("lock"));
        this.runtime = new LocalRuntime(config, identity);
        this.node = new ClusterNode(config, identity, runtime, this::fail, clock);
        node.resume();
        runtime.start(() ->
                node.worker()
                        .ifPresent(side -> side.reconnect("the node's description has changed")));
        SocketGroup.ensure();
        this.api = ApiServer.start(listeners(), "Docker/28.5.2", HEAD_TIME, handler());
        LOG.info(
                "beltd {} serves {} and {}",
                BuildVersion.text(),
                config.apiSocket(),
                api.tlsAddress().map(Object::toString).orElse("no TLS"));
        this.joining = TicketedJoin.start(config, node, runtime.hostname());
    }

    /// Runs until the process is asked to stop or cannot go on.
    ///
    /// @return the exit code
    static int runUntilStopped(DaemonConfig config) throws InterruptedException {
        var daemon = new Daemon(config);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    daemon.ended.complete(Beltd.STOPPED);
                                    daemon.close();
                                }));
        int code = daemon.ended.join();
        if (code != Beltd.STOPPED) {
            daemon.close();
        } else {
            waitForHook();
        }
        return code;
    }

    /// The shutdown hook stops everything; the JVM ends after it.
    private static void waitForHook() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(BeltException why) {
        LOG.error("beltd cannot go on: {}", why.getMessage());
        Beltd.report(why);
        ended.complete(Beltd.codeOf(why));
    }

    private void prepareFolders() {
        try {
            var secret =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(config.stateDir(), secret);
            Files.setPosixFilePermissions(config.stateDir(), secret.value());
            Files.createDirectories(config.runDir());
            Files.writeString(
                    config.runDir().resolve("beltd.pid"), ProcessHandle.current().pid() + "\n");
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE, "beltd's folders cannot be made: " + e.getMessage(), e);
        }
    }

    private List<Listener> listeners() {
        var listeners = new ArrayList<Listener>();
        listeners.add(new Listener.Unix(config.apiSocket(), "belt"));
        Path server = config.tlsDir().resolve("server.pem");
        if (!config.apiListen().isEmpty() && Files.exists(server)) {
            int colon = config.apiListen().lastIndexOf(':');
            var address =
                    new InetSocketAddress(
                            config.apiListen().substring(0, colon),
                            Integer.parseInt(config.apiListen().substring(colon + 1)));
            listeners.add(new Listener.Tls(address, tls(server)));
        }
        return listeners;
    }

    private javax.net.ssl.SSLContext tls(Path server) {
        try {
            var key = Secret.of(Files.readString(config.tlsDir().resolve("server-key.pem")));
            Credentials credentials = Credentials.of(Files.readString(server), key);
            var roots = Pem.certificates(Files.readString(config.tlsDir().resolve("ca.pem")));
            return TlsContexts.of(
                    new CurrentKeyManager(() -> credentials),
                    new CheckingTrustManager(new ApiClientCheck(roots, identity, clock)));
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE,
                    "TLS files in " + config.tlsDir() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private ApiHandler handler() {
        var engine =
                config.engineSocket().isEmpty()
                        ? Engine.none()
                        : Engine.at(Path.of(config.engineSocket()));
        var resources = HostResources.own().read();
        var own =
                new OwnInfo(
                        runtime.hostname(),
                        BuildVersion.text(),
                        Math.toIntExact(Math.max(1, resources.nanoCpus() / 1_000_000_000)),
                        resources.memoryBytes(),
                        config.labels());
        return DockerApi.of(
                engine,
                new DaemonNode(config, runtime, node),
                new DaemonLogs(node),
                new LeaderForwarder(new ForwardingTls(config, identity), ELECTION),
                own,
                clock);
    }

    @Override
    public void close() {
        joining.close();
        api.close();
        node.close();
        runtime.close();
        lock.close();
    }

    /// Keeps a second beltd off the same state.
    private record StateLock(FileChannel channel, FileLock lock) implements AutoCloseable {
        static StateLock take(Path file) {
            try {
                FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock();
                if (lock == null) {
                    channel.close();
                    throw new BeltException.Conflict(
                            DaemonProblem.STATE, "another beltd already uses " + file.getParent());
                }
                return new StateLock(channel, lock);
            } catch (IOException e) {
                throw new BeltException.OperationFailed(
                        DaemonProblem.STATE, "state cannot be locked: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("The state's lock file could not be closed", e);
            }
        }
    }
}
