package belt.simulator;

import belt.agent.Agent;
import belt.agent.AgentListener;
import belt.agent.AgentState;
import belt.agent.StreamConnector;
import belt.agent.task.LocalNode;
import belt.agent.timer.SharedTimer;
import belt.core.BeltException;
import belt.core.Deadline;
import belt.core.Secret;
import belt.daemon.Joining;
import belt.model.Availability;
import belt.model.EngineDescription;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.Platform;
import belt.model.Resources;
import belt.pki.NodeIdentity;
import belt.transport.EventLoops;
import belt.transport.StreamClient;
import belt.transport.StreamLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Nodes in this process, each with a key, a certificate that it got by joining, and a stream of its own. The agents are
/// the real ones; only what runs tasks is not.
final class SimulatedNodes implements AutoCloseable {
    /// As many handshakes as a manager takes at once.
    private static final int JOINING_AT_ONCE = 32;

    private static final Duration SESSION = Duration.ofSeconds(60);
    private static final Platform PLATFORM = new Platform("x86_64", "linux");

    private final EventLoops loops = EventLoops.start(EventLoops.DEFAULT_THREADS);
    private final StreamClient client = new StreamClient(loops, StreamLimits.Buffers.DEFAULT);
    private final InstantSource clock = Clock.systemUTC();
    private final SharedTimer timer = new SharedTimer();
    private final InstantExecutor executor = new InstantExecutor();
    private final List<Agent> agents = new ArrayList<>();

    /// Joins as many nodes as are missing and waits until each has its session.
    ///
    /// @param total how many there should be
    /// @param manager host:port
    void grow(int total, String manager, Secret token)
            throws InterruptedException, SimulationFailed {
        var permits = new Semaphore(JOINING_AT_ONCE);
        var joining = new ArrayList<Future<Agent>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = agents.size() + 1; number <= total; number++) {
                String hostname = "sim" + number;
                joining.add(
                        threads.submit(() -> {
                            permits.acquire();
                            try {
                                return join(hostname, manager, token);
                            } finally {
                                permits.release();
                            }
                        }));
            }
            for (Future<Agent> each : joining) {
                agents.add(each.get());
            }
        } catch (ExecutionException e) {
            throw new SimulationFailed("a node could not join: " + e.getMessage(), e);
        }
    }

    private Agent join(String hostname, String manager, Secret token)
            throws InterruptedException, SimulationFailed {
        Joining.Joined joined;
        try {
            joined =
                    new Joining(client, clock)
                            .join(
                                    List.of(manager),
                                    new Joining.Wish(
                                            token, hostname, "127.0.0.1", Availability.ACTIVE));
        } catch (BeltException e) {
            throw new SimulationFailed(hostname + ": " + e.getMessage(), e);
        }
        NodeIdentity identity = joined.identity();
        var node = new LocalNode(new NodeId(identity.nodeId()), hostname, "127.0.0.1", PLATFORM);
        NodeDescription description = description(hostname, identity);
        var welcome = new CountDownLatch(1);
        var agent =
                new Agent(
                        () -> node,
                        () -> description,
                        executor,
                        AgentState.forgetful(joined.managers()),
                        new AgentListener() {
                            @Override
                            public void connected(belt.api.Message.Welcome message) {
                                welcome.countDown();
                            }
                        },
                        new Agent.Surroundings(
                                new StreamConnector(client, () -> identity, clock),
                                timer,
                                clock,
                                new SplittableRandom(hostname.hashCode())));
        agent.start();
        if (!welcome.await(SESSION.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
            throw new SimulationFailed(
                    hostname + " got no session within " + SESSION.toSeconds() + " s");
        }
        return agent;
    }

    private static NodeDescription description(String hostname, NodeIdentity identity) {
        var issuer = identity.roots().getFirst();
        var base64 = Base64.getEncoder();
        return new NodeDescription(
                hostname,
                PLATFORM,
                new Resources(64_000_000_000L, 256L << 30, 0, List.of()),
                new EngineDescription("28.5.2", Map.of(), List.of()),
                new NodeDescription.TlsInfo(
                        identity.rootPem(),
                        base64.encodeToString(issuer.getSubjectX500Principal().getEncoded()),
                        base64.encodeToString(issuer.getPublicKey().getEncoded())),
                "simulated");
    }

    int size() {
        return agents.size();
    }

    /// How many tasks all nodes have started since the beginning.
    long started() {
        return executor.started();
    }

    /// Waits until no node holds a task.
    boolean awaitEmpty(Duration patience) throws InterruptedException {
        return Deadline.in(patience)
                .await(
                        Duration.ofMillis(50),
                        () -> agents.stream().allMatch(each -> each.taskCount() == 0));
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
        timer.close();
        client.close();
        loops.close();
    }
}
