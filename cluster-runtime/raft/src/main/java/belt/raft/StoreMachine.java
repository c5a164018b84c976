package belt.raft;

import belt.core.BeltException;
import belt.store.Entry;
import belt.store.EntryCodec;
import belt.store.Store;
import belt.store.TxResult;
import belt.store.View;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies committed entries to the store, in order, on Ratis' one updater thread; writes and loads snapshots.
///
/// An entry that cannot be read or applied stops this manager rather than being skipped: skipping would let its state
/// drift from the others'.
final class StoreMachine extends BaseStateMachine {
    /// What the state machine tells the node. Called on Ratis' threads: must not block.
    interface Events {
        void leaderReady();

        void notLeader();

        void leaderChanged(@Nullable RaftPeerId leader);

        void configured(RaftConfigurationProto members);

        void broken(Throwable why);

        /// The server closes itself.
        ///
        /// @param refused whether the others refused it a vote because it is no member any more
        void serverStopped(boolean refused);

        /// So many bytes of entries were applied since the last snapshot.
        void grown(long bytes);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StoreMachine.class);

    private final Store store;
    private final Events events;
    private final AppliedMark mark;
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private long bytesSinceSnapshot;
    private final AtomicLong appliedBytes = new AtomicLong();

    StoreMachine(Store store, Events events, AppliedMark mark) {
        this.store = store;
        this.events = events;
        this.mark = mark;
    }

    long appliedBytes() {
        return appliedBytes.get();
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage raftStorage)
            throws IOException {
        super.initialize(server, group, raftStorage);
        storage.init(raftStorage);
        loadLatest();
        // the base class stays in NEW, from where a snapshot that the leader sends could never be
        // installed
        getLifeCycle().transition(LifeCycle.State.STARTING);
        getLifeCycle().transition(LifeCycle.State.RUNNING);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /// A snapshot was installed by the leader: load it.
    @Override
    public void reinitialize() throws IOException {
        storage.loadLatestSnapshot();
        loadLatest();
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    private void loadLatest() throws IOException {
        SingleFileSnapshotInfo latest = storage.getLatestSnapshot();
        if (latest == null) {
            return;
        }
        SnapshotFiles.verify(latest);
        try (InputStream in =
                new BufferedInputStream(Files.newInputStream(latest.getFile().getPath()))) {
            store.load(in);
        }
        setLastAppliedTermIndex(latest.getTermIndex());
        mark.reached(latest.getTermIndex(), store.read(View::version));
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return storage;
    }

    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return storage.getLatestSnapshot();
    }

    /// Only batches of this process are taken: a peer with a manager's certificate could send others over the network.
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        TransactionContext context =
                TransactionContext.newBuilder()
                        .setStateMachine(this)
                        .setServerRole(RaftPeerRole.LEADER)
                        .setClientRequest(request)
                        .setLogData(request.getMessage().getContent())
                        .setStateMachineContext(request.getMessage())
                        .build();
        if (!(request.getMessage() instanceof Batch)) {
            context.setException(
                    new StateMachineException("proposals are made in the leader's own process"));
        }
        return context;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        LogEntryProto logged = context.getLogEntry();
        try {
            Entry entry =
                    EntryCodec.decode(logged.getStateMachineLogEntry().getLogData().toByteArray());
            List<TxResult> results = store.apply(entry);
            updateLastAppliedTermIndex(logged.getTerm(), logged.getIndex());
            count(logged.getSerializedSize());
            mark.reached(getLastAppliedTermIndex(), store.read(View::version));
            if (context.getStateMachineContext() instanceof Batch batch) {
                batch.complete(results);
            }
            return CompletableFuture.completedFuture(Message.valueOf(""));
        } catch (RuntimeException | IOException e) {
            events.broken(e);
            throw new BeltException.Bug("entry " + logged.getIndex() + " cannot be applied", e);
        }
    }

    private void count(int bytes) {
        int stored = bytes + 8; // length and checksum
        appliedBytes.addAndGet(stored);
        bytesSinceSnapshot += stored;
        events.grown(bytesSinceSnapshot);
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex at = getLastAppliedTermIndex();
        if (at == null || at.getIndex() < 0) {
            return -1;
        }
        try {
            SnapshotFiles.write(store, storage, at);
            mark.force();
        } catch (IOException e) {
            LOG.warn("no snapshot of entry {} was taken: {}", at.getIndex(), e.getMessage());
            throw e; // the log goes on; the next entry tries again
        }
        bytesSinceSnapshot = 0;
        return at.getIndex();
    }

    @Override
    public void notifyLeaderReady() {
        events.leaderReady();
    }

    @Override
    public void notifyNotLeader(java.util.Collection<TransactionContext> pending) {
        events.notLeader();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId self, RaftPeerId leader) {
        events.leaderChanged(leader);
    }

    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto members) {
        events.configured(members);
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failed) {
        events.broken(cause);
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        events.serverStopped(role.getRole() == RaftPeerRole.CANDIDATE);
    }

    @Override
    public void close() throws IOException {
        super.close();
        mark.close();
    }
}
