package belt.agent.session;

import belt.agent.timer.Timer;
import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.api.Message.TaskUpdate;
import belt.model.TaskId;
import belt.model.TaskStatus;
import belt.transport.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's connection to the leader: it finds the leader, greets it, keeps the connection alive, gathers statuses into
/// batches, and comes back after every loss, for ever. It has no thread of its own: streams and the shared timer call it,
/// so a simulator can hold thousands of them.
///
/// One lock guards all fields; no callback is made and nothing is sent to a host under it.
public final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /// Statuses are gathered this long: the steps of one start mostly arrive as one.
    static final Duration WINDOW = Duration.ofMillis(10);

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

    private static final int REDIRECTS_AT_ONCE = 3;

    private final Connector connector;
    private final Timer timer;
    private final SessionHost host;

    private final ReentrantLock lock = new ReentrantLock();
    private final ManagerList managers;
    private final Backoff backoff;
    private final StatusBatch pending = new StatusBatch();
    private @Nullable Attempt current;
    private int redirects;
    private boolean started;
    private boolean closed;

    /// @param managers where the managers were last known to be, in any order
    public Session(
            Connector connector,
            Timer timer,
            SessionHost host,
            List<ManagerAddress> managers,
            RandomGenerator random) {
        this.connector = connector;
        this.timer = timer;
        this.host = host;
        this.managers = new ManagerList(managers, random);
        this.backoff = new Backoff(random);
    }

    /// Begins to connect.
    public void start() {
        lock.lock();
        try {
            if (started || closed) {
                return;
            }
            started = true;
        } finally {
            lock.unlock();
        }
        connect();
    }

    /// The managers as last heard.
    public List<ManagerAddress> managers() {
        lock.lock();
        try {
            return managers.all();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a manager has welcomed us.
    public boolean connected() {
        lock.lock();
        try {
            return current != null && current.welcomed;
        } finally {
            lock.unlock();
        }
    }

    /// Takes a status for the next batch; without a session the next greeting covers it.
    public void report(TaskId task, TaskStatus status) {
        lock.lock();
        try {
            pending.put(task, status);
            planFlush();
        } finally {
            lock.unlock();
        }
    }

    /// Sends a message if a session stands.
    ///
    /// @return whether it does
    public boolean send(Message message) {
        Link link = openLink();
        if (link != null) {
            link.send(message);
        }
        return link != null;
    }

    /// As {@link #send}, but waits while the stream is full.
    public boolean sendMuch(Message message) throws InterruptedException {
        Link link = openLink();
        if (link != null) {
            link.awaitWritable();
            link.send(message);
        }
        return link != null;
    }

    /// Drops the stream and connects anew, for example because of a new certificate.
    public void reconnect(String why) {
        Attempt dropped;
        lock.lock();
        try {
            dropped = current;
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            dropped.end(why);
        }
    }

    @Override
    public void close() {
        Attempt last;
        lock.lock();
        try {
            closed = true;
            last = current;
            current = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.quit();
        }
    }

    private @Nullable Link openLink() {
        lock.lock();
        try {
            return current != null && current.welcomed ? current.link : null;
        } finally {
            lock.unlock();
        }
    }

    private void connect() {
        Attempt attempt;
        lock.lock();
        try {
            if (closed || current != null) {
                return;
            }
            ManagerAddress next = managers.next().orElse(null);
            if (next == null) {
                timer.after(backoff.next(), this::connect);
                return;
            }
            attempt = new Attempt(next);
            current = attempt;
        } finally {
            lock.unlock();
        }
        attempt.begin();
    }

    private void planFlush() {
        if (current != null && current.welcomed && pending.plan()) {
            timer.after(WINDOW, this::flush);
        }
    }

    private void flush() {
        Link link;
        List<TaskUpdate> batch;
        lock.lock();
        try {
            pending.unplan();
            if (current == null || !current.welcomed || pending.isEmpty()) {
                return;
            }
            link = current.link;
            batch = pending.take();
        } finally {
            lock.unlock();
        }
        if (link != null) {
            link.send(new Message.TaskUpdates(batch));
        }
    }

    /// One try to reach one manager, and the session if it succeeds. What belongs to a former attempt is ignored.
    private final class Attempt implements LinkListener {
        private final ManagerAddress manager;
        private @Nullable Link link;
        private boolean welcomed;
        private final Pulse pulse = new Pulse();
        private Timer.@Nullable Planned beat;

        Attempt(ManagerAddress manager) {
            this.manager = manager;
        }

        void begin() {
            Timer.Planned patience =
                    timer.after(
                            CONNECT_PATIENCE,
                            () -> {
                                if (!isWelcomed()) {
                                    end("no answer within " + CONNECT_PATIENCE.toSeconds() + " s");
                                }
                            });
            lock.lock();
            try {
                beat = patience;
            } finally {
                lock.unlock();
            }
            connector.connect(manager, this);
        }

        private boolean isWelcomed() {
            lock.lock();
            try {
                return welcomed;
            } finally {
                lock.unlock();
            }
        }

        private boolean isCurrent() {
            return current == this;
        }

        @Override
        public void opened(Link opened) {
            boolean wanted;
            lock.lock();
            try {
                wanted = isCurrent();
                if (wanted) {
                    link = opened;
                    pending.clear(); // the greeting says all of it
                }
            } finally {
                lock.unlock();
            }
            if (wanted) {
                opened.send(host.hello());
            } else {
                opened.close();
            }
        }

        @Override
        public void received(Message message) {
            lock.lock();
            try {
                if (!isCurrent()) {
                    return;
                }
                pulse.heard();
            } finally {
                lock.unlock();
            }
            switch (message) {
                case Message.Welcome welcome -> welcomed(welcome);
                case Message.Redirect redirect -> redirected(redirect);
                case Message.HeartbeatReply(var next) -> adopt(next);
                case Message.Managers(var list) -> learn(list);
                case Message.Refusal(var code, var text) -> {
                    host.received(message);
                    end("refused (" + code + "): " + text);
                }
                default -> host.received(message);
            }
        }

        private void welcomed(Message.Welcome welcome) {
            lock.lock();
            try {
                welcomed = true;
                redirects = 0;
                backoff.reset();
                pulse.adopt(welcome.heartbeat());
                plan();
                if (!pending.isEmpty()) {
                    planFlush();
                }
            } finally {
                lock.unlock();
            }
            LOG.info("Session with manager {} at {}", manager.nodeId(), manager.cluster());
            host.connected(welcome);
            learn(welcome.managers());
        }

        private void learn(List<ManagerAddress> list) {
            boolean changed;
            lock.lock();
            try {
                changed = managers.replace(list);
            } finally {
                lock.unlock();
            }
            if (changed) {
                host.managers(list);
            }
        }

        private void redirected(Message.Redirect redirect) {
            learn(redirect.managers());
            boolean atOnce;
            lock.lock();
            try {
                redirects++;
                atOnce = !redirect.managers().isEmpty() && redirects <= REDIRECTS_AT_ONCE;
                if (!redirect.managers().isEmpty()) {
                    managers.prefer(redirect.managers().getFirst());
                }
            } finally {
                lock.unlock();
            }
            end("it is not the leader", atOnce);
        }

        private void adopt(Duration next) {
            lock.lock();
            try {
                pulse.adopt(next);
            } finally {
                lock.unlock();
            }
        }

        /// Under the lock.
        private void plan() {
            if (beat != null) {
                beat.cancel();
            }
            beat = timer.after(pulse.period(), this::beat);
        }

        private void beat() {
            Link to;
            boolean dead;
            lock.lock();
            try {
                if (!isCurrent()) {
                    return;
                }
                dead = pulse.isDead();
                to = link;
                plan();
            } finally {
                lock.unlock();
            }
            if (dead) {
                end("nothing was heard for " + Pulse.SILENT_PERIODS + " heartbeats");
            } else if (to != null) {
                to.send(new Message.Heartbeat());
            }
        }

        @Override
        public void closed(String why) {
            end(why);
        }

        void end(String why) {
            end(why, false);
        }

        private void end(String why, boolean again) {
            boolean had;
            Duration pause;
            lock.lock();
            try {
                if (!isCurrent()) {
                    return;
                }
                current = null;
                had = welcomed;
                pause = again ? Duration.ZERO : backoff.next();
            } finally {
                lock.unlock();
            }
            quit();
            if (had) {
                LOG.info("Session with manager {} lost: {}", manager.nodeId(), why);
                host.disconnected(why);
            } else {
                LOG.debug("Manager {} at {}: {}", manager.nodeId(), manager.cluster(), why);
            }
            timer.after(pause, Session.this::connect);
        }

        void quit() {
            Link last;
            lock.lock();
            try {
                last = link;
                if (beat != null) {
                    beat.cancel();
                }
            } finally {
                lock.unlock();
            }
            if (last != null) {
                last.close();
            }
        }
    }
}
