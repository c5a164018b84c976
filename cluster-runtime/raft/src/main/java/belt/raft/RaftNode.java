package belt.raft;

import belt.core.BeltException;
import belt.core.Deadline;
import belt.model.ClusterId;
import belt.model.NodeId;
import belt.store.Action;
import belt.store.EntryCodec;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.StoreProblem;
import belt.store.TxResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A manager's part of the replicated log: takes transactions, applies them to the {@link Store}, follows or leads.
/// docs/design/raft.md describes how.
///
/// Threads: `propose` may be called by any thread and never blocks; membership changes block their caller.
public final class RaftNode implements Proposer, AutoCloseable {
    /// How a removal ended.
    public enum Removal {
        /// The node is no member any more.
        REMOVED,
        /// The node to remove was this one and led: another manager leads now and must be asked to remove it.
        HANDED_OVER
    }

    private static final Logger LOG = LoggerFactory.getLogger(RaftNode.class);

    private final RaftSettings settings;
    private final StateFolder folder;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final Leadership leadership;
    private final GroupCommit groupCommit;
    private final RatisCalls calls;
    private final StatusView status;
    private final Membership membership;

    private RaftNode(
            RaftSettings settings,
            StateFolder folder,
            RaftServer server,
            Leadership leadership,
            StoreMachine machine,
            InstantSource clock)
            throws IOException {
        this.settings = settings;
        this.folder = folder;
        this.server = server;
        this.leadership = leadership;
        RaftGroupId group = groupId(settings.member().cluster());
        division = server.getDivision(group);
        calls = new RatisCalls(server, group);
        groupCommit =
                new GroupCommit(
                        calls::append,
                        thrown -> RatisFailures.ofProposal(thrown, settings.member().id()),
                        clock,
                        settings.log().window().toNanos());
        status = new StatusView(division, settings, folder, machine, leadership);
        membership = new Membership(division, calls, settings, status::look);
    }

    /// Starts the Raft server of a manager. Returns once it listens and its log is read; whether and when it leads is
    /// told to the listener.
    ///
    /// @param store an empty store; it is filled from the snapshot and the log
    /// @param clock the clock of everything that this node writes as the leader
    /// @throws BeltException.OperationFailed DAMAGED, NEWER_FORMAT, DISK_FULL or FOLDER_UNUSABLE
    /// @throws BeltException.Conflict ADDRESS_IN_USE, FOLDER_IN_USE or STATE_EXISTS
    public static RaftNode start(
            RaftSettings settings,
            StartMode mode,
            Store store,
            RaftListener listener,
            InstantSource clock) {
        var folder = new StateFolder(settings);
        try {
            folder.open();
            return start(settings, mode, store, listener, clock, folder);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw RatisFailures.ofStart(e, settings, folder);
        }
    }

    private static RaftNode start(
            RaftSettings settings,
            StartMode mode,
            Store store,
            RaftListener listener,
            InstantSource clock,
            StateFolder folder)
            throws IOException {
        StoredGroup stored = stored(settings, folder);
        if (mode == StartMode.RESTART) {
            stored.verify();
        } else {
            folder.requireUnused();
        }
        boolean alone = mode == StartMode.NEW_CLUSTER || stored.holdsOnly(settings.member().id());
        RatisProperties.quiet();
        requireFreePort(settings);
        ExitUtils.disableSystemExit(); // Ratis ends the process where it cannot listen
        var mark = new AppliedMark(folder.mark());
        if (mode != StartMode.RESTART) {
            mark.begin();
        }
        var leadership = new Leadership(settings, store, listener, mode == StartMode.JOIN);
        var machine = new StoreMachine(store, leadership, mark);
        RaftServer server = null;
        try {
            server =
                    build(
                            settings,
                            mode,
                            machine,
                            RatisProperties.of(settings, folder.removed().toFile(), alone));
            server.start();
            var node = new RaftNode(settings, folder, server, leadership, machine, clock);
            mark.attach(
                    () -> node.division.getRaftLog().getFlushIndex(),
                    index -> node.division.getRaftLog().getTermIndex(index));
            node.groupCommit.start();
            leadership.attach(node.division, node.groupCommit, node.calls);
            return node;
        } catch (IOException | RuntimeException e) {
            leadership.stop();
            if (server != null) {
                closeQuietly(server);
            }
            mark.close();
            throw e;
        }
    }

    /// Ratis would find out too, but not say it in a way that can be told from other failures.
    private static void requireFreePort(RaftSettings settings) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(
                    new InetSocketAddress(
                            settings.member().bindHost(), settings.member().bindPort()));
        }
    }

    private static RaftServer build(
            RaftSettings settings, StartMode mode, StoreMachine machine, RaftProperties properties)
            throws IOException {
        RaftGroupId group = groupId(settings.member().cluster());
        RaftPeer self = peer(settings);
        return RaftServer.newBuilder()
                .setServerId(self.getId())
                .setGroup(
                        mode == StartMode.NEW_CLUSTER
                                ? RaftGroup.valueOf(group, self)
                                : RaftGroup.valueOf(group, List.of()))
                .setStateMachine(machine)
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(properties)
                .setParameters(RatisProperties.tls(settings))
                .build();
    }

    static RaftPeer peer(RaftSettings settings) {
        return RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(settings.member().id().value()))
                .setAddress(settings.member().address())
                .build();
    }

    /// Ratis wants a UUID: the name-based one of the cluster's id.
    static RaftGroupId groupId(ClusterId cluster) {
        return RaftGroupId.valueOf(
                UUID.nameUUIDFromBytes(cluster.value().getBytes(StandardCharsets.UTF_8)));
    }

    static StoredGroup stored(RaftSettings settings, StateFolder folder) {
        String name = groupId(settings.member().cluster()).getUuid().toString();
        return folder.stored(settings.storage().resolve(name));
    }

    @Override
    public CompletableFuture<TxResult> propose(List<Action> actions) {
        if (!leadership.leading()) {
            return CompletableFuture.failedFuture(leadership.refusal());
        }
        int bytes = EntryCodec.size(actions);
        if (bytes > RatisProperties.ENTRY_BYTES_MAX) {
            return CompletableFuture.failedFuture(
                    new BeltException.InvalidInput(
                            StoreProblem.TOO_LARGE,
                            "the change takes "
                                    + bytes
                                    + " bytes, at most "
                                    + RatisProperties.ENTRY_BYTES_MAX
                                    + " are possible"));
        }
        var result = new CompletableFuture<TxResult>();
        groupCommit.add(new Proposal(List.copyOf(actions), bytes, System.nanoTime(), result));
        return result;
    }

    /// Whether this node leads and its store holds everything that was committed before.
    public boolean isLeader() {
        return leadership.leading();
    }

    /// The leader as far as this node knows.
    public Optional<NodeId> leader() {
        return status.leader();
    }

    /// What this node knows of the group.
    public RaftStatus status() {
        return status.look();
    }

    /// Waits until this node knows a leader, which is ready if it is this node.
    ///
    /// @return the leader; empty when the time was up
    public Optional<NodeId> awaitLeader(Duration patience) throws InterruptedException {
        Deadline.in(patience).await(Duration.ofMillis(5), () -> settled());
        return leader();
    }

    private boolean settled() {
        Optional<NodeId> leader = leader();
        return leader.isPresent()
                && (!leader.get().equals(settings.member().id()) || leadership.leading());
    }

    /// Adds a manager that was started with {@link StartMode#JOIN}. Returns at once if it is a member already; may be
    /// repeated after a failure. On the leader only.
    ///
    /// @param address host:port of its Raft server
    /// @param patience how long at most
    /// @throws BeltException.Unreachable MEMBER_UNREACHABLE if it does not answer or does not wait for this cluster: the
    ///     group is as before; NOT_LEADER
    /// @throws BeltException.Conflict CHANGED_MEANWHILE
    /// @throws BeltException.OperationFailed CHANGE_FAILED, for example because it did not catch up in time
    public void addMember(NodeId id, String address, Duration patience) {
        requireLeader();
        membership.add(id, address, patience);
        LOG.info("manager {} at {} is a member now", id, address);
    }

    /// Removes a manager. On the leader only. Returns at once if it is no member.
    ///
    /// @throws BeltException.Refused LAST_MANAGER, or QUORUM if too few managers would answer without it
    public Removal removeMember(NodeId id, Duration patience) {
        requireLeader();
        Removal removal = membership.remove(id, patience);
        LOG.info("removing manager {}: {}", id, removal);
        return removal;
    }

    /// Makes another manager the leader.
    ///
    /// @throws BeltException.OperationFailed CHANGE_FAILED if it did not take over in time
    public void transferLeadership(NodeId target, Duration patience) {
        requireLeader();
        membership.transfer(target, patience);
    }

    /// Makes any manager that answers the leader: before a planned stop.
    public void handOverLeadership(Duration patience) {
        requireLeader();
        membership.handOver(Deadline.in(patience));
    }

    private void requireLeader() {
        if (!leadership.leading()) {
            throw leadership.refusal();
        }
    }

    /// Takes a snapshot now, for a backup or before an upgrade.
    public void takeSnapshot(Duration patience) {
        calls.takeSnapshot(patience);
    }

    /// Whether a folder holds anything that a manager stored: then it is to be started with {@link StartMode#RESTART},
    /// else with one of the other two.
    public static boolean holdsState(RaftSettings settings) {
        var folder = new StateFolder(settings);
        try {
            return folder.holdsState();
        } catch (IOException e) {
            throw folder.unusable(e);
        }
    }

    /// Removes the state from a raft folder: of a node that left the cluster, or whose joining failed. The node must be
    /// closed.
    public static void wipe(Path directory) {
        StateFolder.wipe(directory);
    }

    /// Makes a stopped manager the only member of its group: the way back when half of the managers or more are lost for
    /// good. The others become {@link Outcasts}.
    ///
    /// @throws BeltException.OperationFailed DAMAGED if the folder holds no state
    public static void makeSole(RaftSettings settings) {
        SingleSurvivor.rewrite(settings);
    }

    /// Stops. Pending proposals fail, a snapshot is taken so that the next start is quick. Takes about a second, which
    /// is how often Ratis' log writer looks whether it should end.
    @Override
    public void close() {
        leadership.stop();
        groupCommit.close();
        closeQuietly(server);
        awaitClosed();
        folder.close();
    }

    /// Ratis gives up waiting for its own files to be closed after a second.
    private void awaitClosed() {
        try {
            boolean closed =
                    Deadline.in(Duration.ofSeconds(10))
                            .await(
                                    Duration.ofMillis(5),
                                    () ->
                                            division.getInfo().getLifeCycleState()
                                                    == LifeCycle.State.CLOSED);
            if (!closed) {
                LOG.warn("the log in {} is still being closed", settings.directory());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(RaftServer server) {
        try {
            server.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the Raft server did not close cleanly: {}", e.toString());
        }
    }
}
