package belt.daemon;

import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.Deadline;
import belt.model.Availability;
import belt.model.ClusterSpec;
import belt.model.NodeId;
import belt.model.Role;
import belt.pki.CertificateRole;
import belt.pki.CurrentIdentity;
import belt.pki.IdentityFolder;
import belt.pki.NodeIdentity;
import belt.raft.StartMode;
import belt.store.Action;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node's membership in a cluster: made by `init` or `join`, ended by `leave`, kept over restarts, with the manager
/// half coming and going with the role ({@link Halves}). One lock orders the changes; nothing is waited for under it but the node's own
/// log and its listening sockets, and at the start for what other managers say.
final class ClusterNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration LEAVING = Duration.ofSeconds(30);

    private final DaemonConfig config;
    private final NodeAddresses addresses;
    private final NodeRuntime runtime;
    private final Consumer<BeltException> fatal;
    private final InstantSource clock;
    private final IdentityFolder folder;
    private final CurrentIdentity identity;
    private final Halves halves;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile LocalState state = LocalState.INACTIVE;

    /// @param identity filled in while the node is a member
    /// @param fatal ends the process: the node's state cannot be used any more
    ClusterNode(
            DaemonConfig config,
            CurrentIdentity identity,
            NodeRuntime runtime,
            Consumer<BeltException> fatal,
            InstantSource clock) {
        this.identity = identity;
        this.config = config;
        this.addresses = NodeAddresses.of(config);
        this.runtime = runtime;
        this.fatal = fatal;
        this.clock = clock;
        this.folder = new IdentityFolder(config.stateDir().resolve("certificates"));
        this.halves =
                new Halves(
                        config,
                        identity,
                        new Log(),
                        (client, known) ->
                                WorkerSide.start(config, this, runtime, client, known, clock),
                        clock);
    }

    /// What the log has to say.
    private final class Log implements ManagerSide.Owner {
        @Override
        public void raftRemoved() {
            aside(() -> {
                LOG.info("The Raft group goes on without this node");
                halves.endManager();
            });
        }

        @Override
        public void raftFailed(BeltException why) {
            fatal.accept(why);
        }
    }

    LocalState state() {
        return state;
    }

    CurrentIdentity identity() {
        return identity;
    }

    Optional<ManagerSide> manager() {
        return halves.manager();
    }

    Optional<WorkerSide> worker() {
        return halves.worker();
    }

    /// Takes up the membership of an earlier run, if there is one. A manager asks the others first whether it still is one.
    ///
    /// @throws InterruptedException if that was interrupted; the node is then as it was
    void resume() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<NodeIdentity> found = folder.find();
            if (found.isEmpty()) {
                halves.wipeLog();
                return;
            }
            identity.replace(found.get());
            halves.startWorker(List.of());
            if (found.get().role() == CertificateRole.MANAGER) {
                resumeManager();
            }
            state = LocalState.ACTIVE;
            LOG.info(
                    "Node {} of cluster {} is back", found.get().nodeId(), found.get().clusterId());
        } finally {
            lock.unlock();
        }
    }

    private void resumeManager() throws InterruptedException {
        WorkerSide side = worker().orElseThrow();
        var question = new RoleQuestion(halves.client(), identity, clock);
        switch (question.ask(side.agent().managers()).orElse(null)) {
            case RoleQuestion.As(var wanted) when wanted.role() == CertificateRole.WORKER -> {
                LOG.info("The managers go on without this node: it is a worker now");
                folder.save(wanted);
                identity.replace(wanted);
                halves.wipeLog();
                side.reconnect("the role is worker now");
            }
            case RoleQuestion.Removed _ -> LOG.info("The cluster goes on without this node");
            case null, default -> halves.resumeManager();
        }
    }

    /// Makes a new cluster of this one node.
    ///
    /// @return this node's id
    NodeId init(ClusterSpec spec, Availability availability) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            requireNoMember();
            state = LocalState.PENDING;
            var birth =
                    ClusterBirth.of(
                            spec,
                            availability,
                            runtime.description(),
                            config.advertiseAddress(),
                            addresses.peer(),
                            clock);
            halves.wipeLog();
            identity.replace(birth.identity());
            halves.startManager(StartMode.NEW_CLUSTER);
            settle(birth::actions);
            folder.save(birth.identity());
            halves.startWorker(List.of(addresses.manager(birth.node().id())));
            state = LocalState.ACTIVE;
            awaitSession();
            return birth.node().id();
        } catch (BeltException | InterruptedException e) {
            giveUp();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /// Stores what is to be stored once this manager, the only one, leads.
    private void settle(Supplier<List<Action>> actions) throws InterruptedException {
        ManagerSide side = halves.requireManager();
        Deadline deadline = Deadline.in(READY);
        if (!deadline.await(Duration.ofMillis(10), () -> side.raft().isLeader())) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.NOT_LEADER,
                    "the cluster's log did not start within " + READY.toSeconds() + " s");
        }
        try {
            side.raft().propose(actions.get()).get(READY.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.NOT_LEADER,
                    "the cluster could not be stored: " + e.getMessage(),
                    e);
        }
    }

    /// Joins a cluster. Returns once the node has its session; if that takes too long it goes on in the background.
    ///
    /// @param remotes managers, host[:port]
    void join(List<String> remotes, Joining.Wish wish) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            requireNoMember();
            state = LocalState.PENDING;
            var joined = new Joining(halves.client(), clock).join(remotes, wish);
            enter(joined);
        } catch (BeltException | InterruptedException e) {
            giveUp();
            throw e;
        } finally {
            lock.unlock();
        }
        if (!awaitSession()) {
            throw new BeltException.Unreachable(
                    CoreProblem.DEADLINE,
                    "Timeout was reached before node joined. The attempt to join the swarm will continue in the"
                            + " background. Use the \"docker info\" command to see the current swarm status of your"
                            + " node.");
        }
    }

    /// Asks to be let in by a ticket, as often as the caller likes; it is always the same newcomer who asks.
    ///
    /// @return empty once this node is a member; else when to ask again
    Optional<Duration> joinByTicket(List<String> remotes, Joining.Wish wish)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            requireNoMember();
            state = LocalState.PENDING;
            switch (new Joining(halves.client(), clock)
                    .ask(remotes, wish, folder.joiningRequest())) {
                case Joining.Waiting(var again) -> {
                    return Optional.of(again);
                }
                case Joining.Joined joined -> enter(joined);
            }
        } finally {
            lock.unlock();
        }
        awaitSession();
        return Optional.empty();
    }

    /// The ticket does not let this node in, now or later.
    void joinFailed(String why) {
        state = LocalState.error(why);
    }

    private void enter(Joining.Joined joined) {
        halves.wipeLog();
        identity.replace(joined.identity());
        folder.save(joined.identity());
        if (joined.identity().role() == CertificateRole.MANAGER) {
            halves.startManager(StartMode.JOIN);
        }
        halves.startWorker(joined.managers());
        state = LocalState.ACTIVE;
    }

    private void requireNoMember() {
        if (identity.find().isPresent()) {
            throw new BeltException.Unreachable(
                    DaemonProblem.ALREADY_MEMBER,
                    "This node is already part of a swarm. Use \"docker swarm leave\" to leave this swarm and join"
                            + " another one.");
        }
    }

    private boolean awaitSession() throws InterruptedException {
        WorkerSide side = worker().orElse(null);
        return side != null && side.awaitSettled(READY);
    }

    /// Makes this manager the only one of its cluster, the others being lost ({@link SoleManager}). May be repeated.
    ///
    /// @return this node's id
    /// @throws BeltException.Unreachable if this node is no manager
    /// @throws BeltException.Refused if the others are not lost
    NodeId goOnAlone() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            ManagerSide before =
                    manager()
                            .orElseThrow(() ->
                                    new BeltException.Unreachable(
                                            DaemonProblem.NOT_MANAGER,
                                            "This node is not a swarm manager. Only a manager can go on alone."));
            SoleManager.requireLost(before);
            SoleManager.goOn(halves);
            NodeId self = before.self();
            settle(() -> SoleManager.demotions(halves.requireManager().store(), self));
            awaitSession();
            return self;
        } finally {
            lock.unlock();
        }
    }

    /// Leaves the cluster and forgets it. Whether a manager may go was asked before.
    void leave() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            WorkerSide leaving = worker().orElse(null);
            if (leaving != null) {
                leaving.leave(manager().isPresent(), LEAVING);
            }
            JoinOrder.remove(config);
            forget();
            LOG.info("This node has left its cluster");
        } finally {
            lock.unlock();
        }
    }

    /// Ends everything and removes what was kept.
    private void forget() {
        halves.end();
        folder.delete();
        identity.clear();
        state = LocalState.INACTIVE;
    }

    private void giveUp() {
        LocalState before = state;
        forget();
        LOG.debug("Gave up while {}", before);
    }

    // ---- what the session and the log ask for; each on a thread of its own ----

    /// The operator wants this role; the certificate says which one the node has.
    void roleWanted(Role role) {
        aside(() -> {
            boolean isManager = identity.get().role() == CertificateRole.MANAGER;
            WorkerSide side = worker().orElse(null);
            if (isManager != (role == Role.MANAGER)) {
                if (side != null) {
                    side.renew();
                }
            } else if (isManager && side != null) {
                if (manager().isEmpty()) {
                    halves.resumeManager();
                }
                side.announceManager(addresses.peer(), halves.requireManager());
            }
        });
    }

    /// A new certificate has come, perhaps with another role.
    void renewed(NodeIdentity fresh) {
        aside(() -> {
            CertificateRole before = identity.get().role();
            folder.save(fresh);
            identity.replace(fresh);
            WorkerSide side = worker().orElse(null);
            LOG.info("New certificate as {} until {}", fresh.role(), fresh.notAfter());
            if (before == fresh.role() || side == null) {
                return;
            }
            if (fresh.role() == CertificateRole.MANAGER) {
                halves.wipeLog();
                halves.startManager(StartMode.JOIN);
            } else {
                halves.endManager();
            }
            side.reconnect("the role is " + fresh.role() + " now");
        });
    }

    /// The cluster does not want this node any more.
    void removed(String text) {
        aside(() -> {
            forget();
            state = LocalState.error(text);
        });
    }

    private void aside(Runnable change) {
        Thread.ofPlatform()
                .name("membership")
                .daemon(true)
                .start(() -> {
                    lock.lock();
                    try {
                        if (identity.find().isPresent()) {
                            change.run();
                        }
                    } catch (BeltException e) {
                        LOG.error(
                                "This node's membership could not be changed: {}", e.getMessage());
                        state = LocalState.error(String.valueOf(e.getMessage()));
                    } finally {
                        lock.unlock();
                    }
                });
    }

    /// Stops in good order; the membership is taken up again by the next start.
    @Override
    public void close() {
        lock.lock();
        try {
            halves.stop();
        } finally {
            lock.unlock();
        }
        halves.close();
    }
}
