package belt.agent.ingress;

import belt.agent.timer.Timer;
import belt.api.Message.IngressPort;
import belt.api.Message.IngressTable;
import belt.model.Protocol;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the cluster's ingress ports on this node: it listens on each, on all addresses, and forwards to a task on any
/// node. It keeps the last table while managers are away. The client's address is lost on the way, which the routing mesh
/// will mend.
public final class IngressForwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngressForwarder.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private record Key(int port, Protocol protocol) {
        @Override
        public String toString() {
            return port + "/" + protocol.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final class Served {
        final Backends backends;
        @Nullable Listener listener;
        String problem = "";

        Served(Backends backends) {
            this.backends = backends;
        }
    }

    private final Timer timer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Served> ports = new HashMap<>();
    private boolean closed;

    public IngressForwarder(Timer timer) {
        this.timer = timer;
    }

    /// Serves this table from now on. Connections that exist are not touched.
    public void apply(IngressTable table) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            var wanted = new HashSet<Key>();
            for (IngressPort port : table.ports()) {
                var key = new Key(port.published(), port.protocol());
                wanted.add(key);
                Served served = ports.get(key);
                if (served == null) {
                    open(key, new Backends(port.backends()));
                } else {
                    served.backends.replace(port.backends());
                }
            }
            for (Key key : List.copyOf(ports.keySet())) {
                if (!wanted.contains(key)) {
                    shut(key);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// What is wrong, by published port as `8080/tcp`; empty if all ports are served.
    public Map<String, String> problems() {
        lock.lock();
        try {
            var problems = new TreeMap<String, String>();
            ports.forEach((key, served) -> {
                if (!served.problem.isEmpty()) {
                    problems.put(key.toString(), served.problem);
                }
            });
            return problems;
        } finally {
            lock.unlock();
        }
    }

    private void open(Key key, Backends backends) {
        var served = new Served(backends);
        ports.put(key, served);
        tryOpen(key, served);
    }

    /// Under the lock.
    private void tryOpen(Key key, Served served) {
        Listener listener =
                switch (key.protocol()) {
                    case TCP -> new TcpListener(key.port(), served.backends, timer);
                    case UDP -> new UdpListener(key.port(), served.backends);
                    case SCTP -> null;
                };
        if (listener == null) {
            served.problem = "published port " + key + " is not served: SCTP waits for the mesh";
            LOG.warn("{}", served.problem);
            return;
        }
        try {
            listener.open();
            if (!served.problem.isEmpty()) {
                LOG.info("Published port {} is served now", key);
            }
            served.problem = "";
            served.listener = listener;
        } catch (IOException e) {
            String problem =
                    "published port " + key + " is not served on this node: " + e.getMessage();
            if (!problem.equals(served.problem)) {
                LOG.warn("{}; it is tried again every {} s", problem, RETRY.toSeconds());
            }
            served.problem = problem;
            timer.after(RETRY, () -> retry(key, served));
        }
    }

    private void retry(Key key, Served served) {
        lock.lock();
        try {
            if (!closed && ports.get(key) == served) {
                tryOpen(key, served);
            }
        } finally {
            lock.unlock();
        }
    }

    private void shut(Key key) {
        Served served = ports.remove(key);
        if (served != null && served.listener != null) {
            served.listener.close();
        }
    }

    /// Listens on nothing any more; connections that exist end with the process.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            new ArrayList<>(ports.keySet()).forEach(this::shut);
        } finally {
            lock.unlock();
        }
    }
}
