package belt.raft;

import belt.core.BeltException;
import belt.store.Store;
import belt.store.StoreProblem;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what Ratis says on its own threads into calls of the listener on one thread, in order.
final class Leadership implements StoreMachine.Events {
    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private record Attached(
            RaftServer.Division division, GroupCommit groupCommit, RatisCalls calls) {}

    private final RaftSettings settings;
    private final Store store;
    private final RaftListener listener;
    private final ExecutorService events =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("raft-events").factory());
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean snapshotAsked = new AtomicBoolean();
    private volatile @Nullable Attached attached;
    private volatile @Nullable RaftPeerId leader;
    private volatile boolean ready;
    private volatile boolean member;
    private volatile boolean joining;
    private volatile @Nullable BeltException failure;

    /// @param joining whether this node waits to be added to a group
    Leadership(RaftSettings settings, Store store, RaftListener listener, boolean joining) {
        this.settings = settings;
        this.joining = joining;
        this.store = store;
        this.listener = listener;
    }

    /// From here on events are handed on; those that came before are made up for.
    void attach(RaftServer.Division division, GroupCommit groupCommit, RatisCalls calls) {
        attached = new Attached(division, groupCommit, calls);
        if (failure != null) {
            groupCommit.close(failure);
        }
    }

    boolean leading() {
        return ready && attached != null && !over.get();
    }

    boolean stopped() {
        return over.get();
    }

    /// Why nothing can be proposed here.
    BeltException refusal() {
        BeltException why = failure;
        if (why != null) {
            return closed(why);
        }
        return over.get()
                ? RatisFailures.closed(new IllegalStateException("beltd stops"))
                : RatisFailures.notLeader(settings.member().id(), leader, false);
    }

    private static BeltException closed(BeltException why) {
        return new BeltException.Unreachable(
                StoreProblem.LOG_CLOSED,
                "the log of this manager is closed: " + why.getMessage(),
                why);
    }

    @Override
    public void leaderReady() {
        ready = true;
        post(() -> {
            store.resetSoft();
            Attached now = attached;
            long term = now == null ? 0 : now.division().getInfo().getCurrentTerm();
            LOG.info("manager {} leads in term {}", settings.member().id(), term);
            listener.becameLeader(term);
        });
    }

    @Override
    public void notLeader() {
        if (!ready) {
            return;
        }
        ready = false;
        Attached now = attached;
        if (now != null) {
            now.groupCommit()
                    .failPending(
                            RatisFailures.notLeader(settings.member().id(), null, true), false);
        }
        post(() -> {
            LOG.info("manager {} leads no longer", settings.member().id());
            listener.lostLeadership();
            store.resetSoft();
        });
    }

    @Override
    public void leaderChanged(@Nullable RaftPeerId now) {
        leader = now;
        if (now != null && !now.toString().equals(settings.member().id().value())) {
            notLeader();
        }
    }

    /// Removed is who was a member and is not in the newest configuration: while the log is replayed, older ones pass by.
    ///
    /// Who joins is sent the log before it is added: configurations of an earlier membership, and of its end, then pass by
    /// with no newer one behind them. They count from the moment on at which the leader treats this node as a member, which
    /// Ratis shows by RUNNING.
    @Override
    public void configured(RaftConfigurationProto members) {
        if (contains(members)) {
            if (joining && running() && inNewest()) {
                joining = false;
            }
            member = !joining;
        } else if (member && members.getOldPeersCount() == 0 && !inNewest()) {
            member = false;
            wasRemoved();
        }
    }

    private void wasRemoved() {
        if (over.compareAndSet(false, true)) {
            LOG.info("manager {} was removed", settings.member().id());
            var why =
                    new BeltException.Unreachable(
                            StoreProblem.NOT_LEADER,
                            "manager " + settings.member().id() + " was removed from the group");
            failure = why;
            finish(why, listener::removed);
        }
    }

    private boolean contains(RaftConfigurationProto members) {
        return members.getPeersList().stream().anyMatch(this::isSelf);
    }

    private boolean isSelf(RaftPeerProto peer) {
        return peer.getId().toStringUtf8().equals(settings.member().id().value());
    }

    private boolean running() {
        Attached now = attached;
        return now != null && now.division().getInfo().getLifeCycleState().isRunning();
    }

    private boolean inNewest() {
        Attached now = attached;
        return now == null
                || now.division()
                                .getRaftConf()
                                .getPeer(now.division().getId(), RaftPeerRole.FOLLOWER)
                        != null;
    }

    @Override
    public void broken(Throwable why) {
        fail(
                why instanceof BeltException ours
                        ? ours
                        : new BeltException.OperationFailed(
                                StoreProblem.LOG_CLOSED,
                                "the log of this manager cannot be written: " + why.getMessage(),
                                why));
    }

    /// A removed member seldom sees the entry that removes it: it hears of it when it asks for votes. Every other reason
    /// to stop was told before, or is not known to us.
    @Override
    public void serverStopped(boolean refused) {
        if (refused) {
            wasRemoved();
            return;
        }
        fail(
                new BeltException.OperationFailed(
                        RaftProblem.STOPPED,
                        "the Raft server of manager " + settings.member().id() + " has stopped"));
    }

    private void fail(BeltException why) {
        if (over.compareAndSet(false, true)) {
            LOG.error("manager {} cannot go on: {}", settings.member().id(), why.getMessage());
            failure = why;
            finish(closed(why), () -> listener.failed(why));
        }
    }

    private void finish(BeltException forPending, Runnable last) {
        boolean led = ready;
        ready = false;
        Attached now = attached;
        if (now != null) {
            now.groupCommit().close(forPending);
        }
        post(() -> {
            if (led) {
                listener.lostLeadership();
            }
            last.run();
        });
    }

    /// Ratis takes snapshots by entries only; by bytes we ask for one.
    @Override
    public void grown(long bytes) {
        Attached now = attached;
        if (now != null
                && bytes > settings.snapshots().everyBytes()
                && snapshotAsked.compareAndSet(false, true)) {
            Thread.ofVirtual()
                    .name("raft-snapshot")
                    .start(() -> {
                        try {
                            now.calls().takeSnapshot(Duration.ofMinutes(1));
                        } catch (BeltException e) {
                            LOG.warn("no snapshot was taken: {}", e.getMessage());
                        } finally {
                            snapshotAsked.set(false);
                        }
                    });
        }
    }

    private void post(Runnable event) {
        try {
            events.execute(() -> {
                try {
                    event.run();
                } catch (RuntimeException e) {
                    LOG.error("a listener of the Raft server failed", e);
                }
            });
        } catch (RejectedExecutionException _) {
            // we are closing: the daemon knows
        }
    }

    /// No events from here on but the loss of the leadership.
    void stop() {
        if (over.compareAndSet(false, true)) {
            boolean led = ready;
            ready = false;
            if (led) {
                post(() -> {
                    listener.lostLeadership();
                    store.resetSoft();
                });
            }
        }
        events.shutdown();
        try {
            if (!events.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("a listener of the Raft server does not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
