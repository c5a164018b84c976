package belt.control.dispatcher;

import belt.api.Message;
import belt.api.Protocol;
import belt.core.RandomId;
import belt.model.Cluster;
import belt.model.ClusterSpec;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Task;
import belt.store.Change;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.View;
import belt.store.Watch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The leader's side of all node sessions. One thread owns the sessions: it takes the store's changes and the nodes'
/// messages in turns, and sends each node what changed for it. Streams hand over messages without waiting.
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private sealed interface Event {
        record Arrived(NodeLink link, Message message) implements Event {}

        record Closed(NodeLink link) implements Event {}
    }

    private final Store store;
    private final ManagerDirectory managers;
    private final DispatcherSettings settings;
    private final NodeLife life;
    private final StatusIntake intake;
    private final IngressTables ingress;
    private final LogBroker logs;
    private final Map<NodeId, Session> sessions = new HashMap<>();
    private final ConcurrentLinkedQueue<Event> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Thread thread;
    private final Watch watch;
    private volatile boolean closed;

    public Dispatcher(
            Store store,
            Proposer proposer,
            ManagerDirectory managers,
            LogBroker logs,
            DispatcherSettings settings,
            InstantSource clock) {
        this.store = store;
        this.managers = managers;
        this.logs = logs;
        this.settings = settings;
        this.life = new NodeLife(store, proposer, settings);
        this.intake = new StatusIntake(store, proposer, clock);
        this.ingress = new IngressTables(store);
        this.watch = store.watch(_ -> {});
        this.thread = Thread.ofPlatform().name("dispatcher").daemon(true).unstarted(this::loop);
    }

    /// Begins to serve. Nodes that were known before have a grace time from now on to connect.
    public void start() {
        life.begin(System.nanoTime(), heartbeat());
        thread.start();
    }

    /// A node's message; from any thread.
    public void received(NodeLink link, Message message) {
        inbox.add(new Event.Arrived(link, message));
        wake();
    }

    /// A node's stream has closed; from any thread.
    public void disconnected(NodeLink link) {
        inbox.add(new Event.Closed(link));
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            watch.wake();
        }
    }

    private void loop() {
        try {
            while (!closed) {
                List<Change> changes = watch.next(TICK);
                if (changes == null) {
                    return;
                }
                boolean busy = turn(changes);
                if (busy) {
                    LockSupport.parkNanos(
                            settings.window().toNanos()); // gathers: one message a node, not ten
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // outermost frame of this thread
            LOG.error(
                    "The dispatcher ended on an unexpected failure; nodes are not served until another leader",
                    e);
        }
    }

    private boolean turn(List<Change> changes) {
        var touched = new LinkedHashSet<Session>();
        if (!changes.isEmpty()) {
            route(changes, touched);
        }
        woken.set(false);
        boolean arrived = false;
        for (Event event = inbox.poll(); event != null; event = inbox.poll()) {
            arrived = true;
            switch (event) {
                case Event.Arrived(var link, var message) -> handleSafely(link, message, touched);
                case Event.Closed(var link) -> closed(link);
            }
        }
        intake.flush();
        for (Session session : touched) {
            Message.Assignments news = session.takeNews();
            if (news != null) {
                session.link.send(news);
            }
        }
        ingress.publish(sessions.values());
        life.check(System.nanoTime(), heartbeat());
        return arrived || !changes.isEmpty();
    }

    private void route(List<Change> changes, Set<Session> touched) {
        boolean managersChanged = false;
        store.read(view -> {
            for (Change change : changes) {
                if (change instanceof Change.OfTask(var before, var after)) {
                    routeTask(before, after, view, touched);
                }
            }
            return true;
        });
        for (Change change : changes) {
            switch (change) {
                case Change.OfNode(var before, var after) ->
                        managersChanged |= nodeChanged(before, after);
                case Change.OfTask(var before, var after) -> ingress.taskChanged(before, after);
                case Change.OfService _ -> ingress.serviceChanged();
                case Change.OfEverything _ -> resyncAll(touched);
                case Change.OfCluster _ -> {}
            }
        }
        if (managersChanged) {
            var list = new Message.Managers(managers.managers());
            sessions.values().forEach(session -> session.link.send(list));
        }
    }

    private void routeTask(
            @Nullable Task before, @Nullable Task after, View view, Set<Session> touched) {
        Task known = after == null ? before : after;
        if (known == null || known.nodeId() == null) {
            return;
        }
        boolean onlyStatus =
                before != null
                        && after != null
                        && before.number() == after.number()
                        && before.desired() == after.desired();
        Session session = onlyStatus ? null : sessions.get(known.nodeId());
        if (session == null) {
            return;
        }
        if (after == null) {
            session.withdraw(known);
        } else {
            session.assign(after, view);
        }
        if (session.hasNews()) {
            touched.add(session);
        }
    }

    private boolean nodeChanged(@Nullable Node before, @Nullable Node after) {
        if (after == null && before != null) {
            Session session = sessions.remove(before.id());
            life.forget(before.id());
            if (session != null) {
                session.link.send(new Message.Removed(NodeLife.removedText(before.id())));
                session.link.close();
            }
            return before.manager() != null;
        }
        if (after != null) {
            Session session = sessions.get(after.id());
            // the wish changed, or it can be followed only now: the node has left the Raft group
            boolean wishChanged =
                    before == null
                            || before.spec().role() != after.spec().role()
                            || before.role() != after.role();
            if (session != null && wishChanged) {
                session.link.send(new Message.RoleChange(after.spec().role()));
            }
        }
        return before != null
                && after != null
                && !Objects.equals(before.manager(), after.manager());
    }

    private void resyncAll(Set<Session> touched) {
        store.read(view -> {
            sessions.values().forEach(session -> session.resync(view));
            return true;
        });
        touched.addAll(sessions.values());
    }

    private void handleSafely(NodeLink link, Message message, Set<Session> touched) {
        try {
            handle(link, message, touched);
        } catch (RuntimeException e) { // one node's nonsense must not stop the others
            LOG.warn(
                    "Closing the session of node {}: {} could not be handled",
                    link.nodeId(),
                    message.getClass(),
                    e);
            link.close();
        }
    }

    private void handle(NodeLink link, Message message, Set<Session> touched) {
        if (message instanceof Message.Hello hello) {
            hello(link, hello, touched);
            return;
        }
        Session session = sessions.get(link.nodeId());
        if (session == null || !session.owns(link)) {
            link.send(new Message.Refusal("no-session", "say Hello first"));
            return;
        }
        session.lastSeenNanos = System.nanoTime();
        life.seen(link.nodeId(), session.lastSeenNanos);
        switch (message) {
            case Message.Heartbeat _ -> link.send(new Message.HeartbeatReply(heartbeat()));
            case Message.TaskUpdates(var updates) -> intake.take(link.nodeId(), updates);
            case Message.Leaving _ -> life.leave(link.nodeId());
            case Message.LogChunk chunk -> logs.chunk(link.nodeId(), chunk);
            case Message.LogEnd end -> logs.end(link.nodeId(), end);
            default ->
                    LOG.debug(
                            "Node {} sent {}, which means nothing here",
                            link.nodeId(),
                            message.getClass());
        }
    }

    private void hello(NodeLink link, Message.Hello hello, Set<Session> touched) {
        NodeId id = link.nodeId();
        Node node = store.read(view -> view.node(id)).orElse(null);
        if (node == null) {
            link.send(new Message.Removed(NodeLife.removedText(id)));
            link.close();
            return;
        }
        if (hello.oldest() > Protocol.VERSION || hello.newest() < Protocol.OLDEST) {
            link.send(
                    new Message.Refusal(
                            "version",
                            "this manager speaks protocol "
                                    + Protocol.OLDEST
                                    + " to "
                                    + Protocol.VERSION
                                    + ", the node "
                                    + hello.oldest()
                                    + " to "
                                    + hello.newest()));
            link.close();
            return;
        }
        var session = new Session(link, System.nanoTime());
        Session old = sessions.put(id, session);
        if (old != null && !old.owns(link)) {
            old.link.close();
        }
        int version = Math.min(hello.newest(), Protocol.VERSION);
        link.send(
                new Message.Welcome(
                        version,
                        RandomId.next(),
                        heartbeat(),
                        node.spec().role(),
                        managers.managers()));
        life.connected(node, hello, link, System.nanoTime());
        intake.take(id, hello.tasks());
        store.read(view -> {
            session.resync(view);
            return true;
        });
        touched.add(session);
        ingress.greet(session);
        logs.connected(link);
    }

    private void closed(NodeLink link) {
        Session session = sessions.get(link.nodeId());
        if (session != null && session.owns(link)) {
            sessions.remove(link.nodeId());
            logs.disconnected(link.nodeId());
        }
    }

    private Duration heartbeat() {
        ClusterSpec spec =
                store.read(view ->
                        Optional.ofNullable(view.cluster())
                                .map(Cluster::spec)
                                .orElse(ClusterSpec.DEFAULT));
        return spec.heartbeatPeriod().isPositive()
                ? spec.heartbeatPeriod()
                : ClusterSpec.DEFAULT.heartbeatPeriod();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        new ArrayList<>(sessions.values()).forEach(session -> session.link.close());
    }
}
