package belt.raft;

import belt.core.BeltException;
import belt.core.RandomId;
import belt.model.ClusterId;
import belt.model.NodeId;
import belt.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A manager in this process, with what it was told.
final class TestManager implements RaftListener, AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Short elections, so that tests are quick.
    static final RaftSettings.Elections QUICK =
            new RaftSettings.Elections(
                    Duration.ofMillis(400),
                    Duration.ofMillis(800),
                    Duration.ofMillis(100),
                    Duration.ofMillis(300));

    final RaftSettings settings;
    final Store store = new Store();
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile @Nullable BeltException failure;
    private @Nullable RaftNode node;

    TestManager(RaftSettings settings) {
        this.settings = settings;
    }

    static RaftSettings settings(ClusterId cluster, Path directory) {
        int port = freePort();
        return RaftSettings.of(
                        new RaftSettings.Member(
                                cluster,
                                new NodeId(RandomId.next()),
                                "127.0.0.1:" + port,
                                "127.0.0.1",
                                port),
                        directory,
                        null)
                .withElections(QUICK)
                .withLog(
                        new RaftSettings.LogLimits(
                                8 << 20, 64 << 10, 2, 16 << 20, 1 << 20, Duration.ofMillis(3)));
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestManager start(StartMode mode) {
        node = RaftNode.start(settings, mode, store, this, InstantSource.system());
        return this;
    }

    /// A new manager on the same folder, after this one was closed.
    TestManager again() {
        return new TestManager(settings).start(StartMode.RESTART);
    }

    RaftNode node() {
        RaftNode started = node;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    boolean running() {
        return node != null;
    }

    void awaitEvent(String event) throws InterruptedException {
        if (!belt.core.Deadline.in(PATIENCE)
                .await(Duration.ofMillis(5), () -> events.contains(event))) {
            throw new AssertionError(id() + " was not told: " + event + " but " + events);
        }
    }

    NodeId id() {
        return settings.member().id();
    }

    TestManager leading() throws InterruptedException {
        if (!belt.core.Deadline.in(PATIENCE).await(Duration.ofMillis(5), () -> node().isLeader())) {
            throw new AssertionError(id() + " does not lead: " + node().status() + events);
        }
        return this;
    }

    void awaitApplied(long index) throws InterruptedException {
        if (!belt.core.Deadline.in(PATIENCE)
                .await(Duration.ofMillis(5), () -> node().status().position().applied() >= index)) {
            throw new AssertionError(id() + " is behind " + index + ": " + node().status());
        }
    }

    byte[] snapshot() {
        var out = new ByteArrayOutputStream();
        try {
            store.save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void becameLeader(long term) {
        events.add("leads");
    }

    @Override
    public void lostLeadership() {
        events.add("lost");
    }

    @Override
    public void removed() {
        events.add("removed");
    }

    @Override
    public void failed(BeltException why) {
        failure = why;
        events.add("failed " + why.code().id());
    }

    @Override
    public void close() {
        RaftNode started = node;
        node = null;
        if (started != null) {
            started.close();
        }
    }
}
