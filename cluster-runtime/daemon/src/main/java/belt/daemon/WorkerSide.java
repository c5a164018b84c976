package belt.daemon;

import belt.agent.Agent;
import belt.agent.AgentListener;
import belt.agent.AgentState;
import belt.agent.StreamConnector;
import belt.agent.journal.FileJournal;
import belt.agent.task.LocalNode;
import belt.agent.timer.SharedTimer;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.model.ManagerPeer;
import belt.model.NodeId;
import belt.model.Role;
import belt.pki.CertificateRequest;
import belt.raft.RaftStatus;
import belt.transport.StreamClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's worker half: the agent, and what the daemon says over the agent's session.
final class WorkerSide implements AgentListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSide.class);
    private static final Duration RENEWAL_CHECK = Duration.ofMinutes(10);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ClusterNode owner;
    private final NodeRuntime runtime;
    private final InstantSource clock;
    private final SharedTimer timer = new SharedTimer();
    private final FileJournal journal;
    private final Agent agent;
    private final AtomicReference<@Nullable CertificateRequest> renewing = new AtomicReference<>();
    private final AtomicReference<@Nullable ManagerPeer> announcing = new AtomicReference<>();
    private final AtomicReference<@Nullable CompletableFuture<String>> raftLeft =
            new AtomicReference<>();
    private volatile boolean closed;

    private WorkerSide(
            DaemonConfig config,
            ClusterNode owner,
            NodeRuntime runtime,
            StreamClient client,
            List<ManagerAddress> known,
            InstantSource clock) {
        this.owner = owner;
        this.runtime = runtime;
        this.clock = clock;
        this.journal = FileJournal.open(folder(config));
        var id = new NodeId(owner.identity().get().nodeId());
        var node =
                new LocalNode(
                        id, runtime.hostname(), config.advertiseAddress(), runtime.platform());
        this.agent =
                new Agent(
                        () -> node,
                        runtime::description,
                        runtime.executor(id),
                        AgentState.of(journal, known),
                        this,
                        new Agent.Surroundings(
                                new StreamConnector(client, owner.identity(), clock),
                                timer,
                                clock,
                                new SplittableRandom()));
    }

    static WorkerSide start(
            DaemonConfig config,
            ClusterNode owner,
            NodeRuntime runtime,
            StreamClient client,
            List<ManagerAddress> known,
            InstantSource clock) {
        var side = new WorkerSide(config, owner, runtime, client, known, clock);
        side.agent.start();
        side.planRenewal();
        return side;
    }

    private static Path folder(DaemonConfig config) {
        return config.stateDir().resolve("agent");
    }

    /// Removes what the agent kept; it must be closed.
    static void wipe(DaemonConfig config) {
        Path folder = folder(config);
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new BeltException.OperationFailed(
                    DaemonProblem.STATE,
                    "state folder " + folder + " cannot be removed: " + e.getMessage(),
                    e);
        }
    }

    Agent agent() {
        return agent;
    }

    /// Waits until the session stands and, on a manager, the Raft group has taken it in.
    boolean awaitSettled(Duration patience) throws InterruptedException {
        return Deadline.in(patience)
                .await(
                        Duration.ofMillis(10),
                        () ->
                                agent.connected()
                                        && announcing.get() == null
                                        && owner.manager().map(WorkerSide::isMember).orElse(true));
    }

    private static boolean isMember(ManagerSide side) {
        RaftStatus.Role role = side.raft().status().role();
        return role == RaftStatus.Role.LEADER || role == RaftStatus.Role.FOLLOWER;
    }

    void reconnect(String why) {
        agent.reconnect(why);
    }

    // ---- certificates ----

    private void planRenewal() {
        timer.after(
                RENEWAL_CHECK,
                () -> {
                    if (!closed) {
                        owner.identity()
                                .find()
                                .filter(identity -> clock.instant().isAfter(identity.renewAt()))
                                .ifPresent(_ -> renew());
                        planRenewal();
                    }
                });
    }

    /// Asks for a certificate for a new key, in the role that the operator wants.
    void renew() {
        var request = CertificateRequest.create();
        renewing.set(request);
        agent.send(new Message.RenewRequest(request.pem()));
    }

    private void renewed(Message.RenewReply reply) {
        CertificateRequest request = renewing.getAndSet(null);
        if (request != null) {
            owner.renewed(request.identity(reply.certificate(), reply.rootCertificate()));
        }
    }

    // ---- the manager half ----

    /// Tells the leader that this node's Raft server waits to be taken in, until it is.
    void announceManager(ManagerPeer peer, ManagerSide side) {
        if (isMember(side)) {
            return;
        }
        if (announcing.getAndSet(peer) == null) {
            announce();
        }
    }

    private void announce() {
        ManagerPeer peer = announcing.get();
        if (peer == null || closed) {
            return;
        }
        agent.send(
                new Message.RaftJoin(peer.raftAddress(), peer.clusterAddress(), peer.apiAddress()));
    }

    private void raftJoined(Message.RaftJoined answer) {
        if (answer.error().isEmpty()) {
            announcing.set(null);
        } else {
            LOG.info("Not a manager yet, asking again in {}: {}", RETRY, answer.error());
            timer.after(RETRY, this::announce);
        }
    }

    // ---- leaving ----

    /// Says goodbye and stops all tasks. What cannot be said is left out: the node leaves all the same.
    ///
    /// @param asManager whether the Raft group has to let it go first
    void leave(boolean asManager, Duration patience) throws InterruptedException {
        if (asManager && agent.connected()) {
            var answer = new CompletableFuture<String>();
            raftLeft.set(answer);
            agent.send(new Message.RaftLeave());
            try {
                String error = answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
                if (!error.isEmpty()) {
                    LOG.warn("The Raft group still counts this node: {}", error);
                }
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("The Raft group still counts this node: no answer within {}", ANSWER);
            }
        }
        agent.send(new Message.Leaving());
        agent.forgetTasks();
        if (!Deadline.in(patience).await(Duration.ofMillis(20), () -> agent.taskCount() == 0)) {
            LOG.warn("{} tasks did not stop within {}", agent.taskCount(), patience);
        }
    }

    // ---- what the agent hears ----

    @Override
    public void connected(Message.Welcome welcome) {
        announce(); // after a reconnect the leader may be another one
    }

    @Override
    public void roleWanted(Role role) {
        owner.roleWanted(role);
    }

    @Override
    public void removed(String text) {
        owner.removed(text);
    }

    @Override
    public void ingress(Message.IngressTable table) {
        runtime.forwarder().accept(table);
    }

    @Override
    public void received(Message message) {
        switch (message) {
            case Message.RenewReply reply -> renewed(reply);
            case Message.RaftJoined answer -> raftJoined(answer);
            case Message.RaftLeft answer -> {
                CompletableFuture<String> waiting = raftLeft.get();
                if (waiting != null) {
                    waiting.complete(answer.error());
                }
            }
            case Message.Refusal refusal ->
                    LOG.warn("The leader refuses: {} ({})", refusal.text(), refusal.code());
            default ->
                    LOG.debug("The leader sent {}, which means nothing here", message.getClass());
        }
    }

    @Override
    public void close() {
        closed = true;
        agent.close();
        journal.close();
        timer.close();
    }
}
