package belt.daemon;

import belt.control.dispatcher.ManagerDirectory;
import belt.control.join.Admission;
import belt.core.BeltException;
import belt.model.ClusterId;
import belt.model.NodeId;
import belt.pki.CheckingTrustManager;
import belt.pki.CurrentIdentity;
import belt.pki.CurrentKeyManager;
import belt.pki.MemberCheck;
import belt.raft.Outcasts;
import belt.raft.RaftListener;
import belt.raft.RaftNode;
import belt.raft.RaftSettings;
import belt.raft.RaftStatus;
import belt.raft.StartMode;
import belt.store.Store;
import belt.transport.EventLoops;
import belt.transport.StreamServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's manager half: the replicated state, its log, the cluster port, and while it leads the control loops.
final class ManagerSide implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerSide.class);
    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    /// What the node must do when its log says so.
    interface Owner {
        /// The node is no member of the Raft group any more.
        void raftRemoved();

        /// The log cannot go on.
        void raftFailed(BeltException why);
    }

    private final NodeId self;
    private final Store store = new Store();
    private final AtomicReference<@Nullable LeaderSide> leading = new AtomicReference<>();
    private final RaftNode raft;
    private final ManagerDirectory directory;
    private final Admission admission;
    private final StreamGate gate;
    private final StreamServer server;
    private final InstantSource clock;

    private ManagerSide(
            DaemonConfig config,
            CurrentIdentity identity,
            StartMode mode,
            EventLoops loops,
            Owner owner,
            InstantSource clock) {
        this.clock = clock;
        this.self = new NodeId(identity.get().nodeId());
        // the log may make this node the leader before the constructor has ended: the listener
        // waits for it
        var ready = new Handover(owner);
        this.raft = RaftNode.start(settings(config, identity, clock), mode, store, ready, clock);
        this.directory = new ManagerDirectory(store, raft::leader);
        this.admission = new Admission(store, raft, directory, clock);
        this.gate = new StreamGate(admission, directory);
        try {
            this.server =
                    StreamServer.bind(
                            loops,
                            StreamServer.Settings.of(
                                    new InetSocketAddress("0.0.0.0", config.clusterPort()),
                                    identity,
                                    clock),
                            gate,
                            BundleShelf.of(config, store, clock));
        } catch (BeltException e) {
            raft.close();
            throw e;
        }
        ready.complete(this);
    }

    static ManagerSide start(
            DaemonConfig config,
            CurrentIdentity identity,
            StartMode mode,
            EventLoops loops,
            Owner owner,
            InstantSource clock) {
        return new ManagerSide(config, identity, mode, loops, owner, clock);
    }

    static RaftSettings settings(
            DaemonConfig config, CurrentIdentity identity, InstantSource clock) {
        var member =
                new RaftSettings.Member(
                        new ClusterId(identity.get().clusterId()),
                        new NodeId(identity.get().nodeId()),
                        config.advertiseAddress() + ":" + config.raftPort(),
                        "0.0.0.0",
                        config.raftPort());
        var outcasts = Outcasts.in(folder(config));
        var tls =
                new RaftSettings.PeerTls(
                        CurrentKeyManager.of(identity),
                        new CheckingTrustManager(
                                MemberCheck.managersOnly(identity, clock)
                                        .except(peer -> outcasts.contains(peer.nodeId()))));
        return RaftSettings.of(member, folder(config), tls);
    }

    static Path folder(DaemonConfig config) {
        return config.stateDir().resolve("raft");
    }

    /// Whether there is a log of an earlier run.
    static boolean hasState(DaemonConfig config) {
        Path group = folder(config).resolve("group");
        if (!Files.isDirectory(group)) {
            return false;
        }
        try (var files = Files.list(group)) {
            return files.findAny().isPresent();
        } catch (java.io.IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE,
                    "state folder " + group + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    NodeId self() {
        return self;
    }

    Store store() {
        return store;
    }

    RaftNode raft() {
        return raft;
    }

    ManagerDirectory directory() {
        return directory;
    }

    InstantSource clock() {
        return clock;
    }

    /// What runs only on the leader; empty if this manager does not lead.
    Optional<LeaderSide> leader() {
        return Optional.ofNullable(leading.get());
    }

    private void lead() {
        var side = new LeaderSide(store, raft, new RaftAdapter(raft, self), directory, self, clock);
        side.start();
        leading.set(side);
        gate.lead(side);
        LOG.info("This manager leads now");
    }

    private void follow() {
        LeaderSide side = leading.getAndSet(null);
        gate.follow();
        if (side != null) {
            side.close();
            LOG.info("This manager leads no longer");
        }
    }

    /// Stops in good order: another manager leads before this one goes, if there is one.
    @Override
    public void close() {
        if (raft.isLeader()
                && raft.status().peers().stream().anyMatch(RaftStatus.Peer::reachable)) {
            try {
                raft.handOverLeadership(HAND_OVER);
            } catch (BeltException e) {
                LOG.info(
                        "The leadership could not be handed over before stopping: {}",
                        e.getMessage());
            }
        }
        server.close();
        raft.close();
        follow();
    }

    /// Holds back what the log has to say until the manager stands.
    private static final class Handover implements RaftListener {
        private final Owner owner;
        private final java.util.concurrent.CompletableFuture<ManagerSide> ready =
                new java.util.concurrent.CompletableFuture<>();

        Handover(Owner owner) {
            this.owner = owner;
        }

        void complete(ManagerSide side) {
            ready.complete(side);
        }

        private void tell(Consumer<ManagerSide> news) {
            news.accept(ready.join());
        }

        @Override
        public void becameLeader(long term) {
            tell(ManagerSide::lead);
        }

        @Override
        public void lostLeadership() {
            tell(ManagerSide::follow);
        }

        @Override
        public void removed() {
            owner.raftRemoved();
        }

        @Override
        public void failed(BeltException why) {
            owner.raftFailed(why);
        }
    }
}
