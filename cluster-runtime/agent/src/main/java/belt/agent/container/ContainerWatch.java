package belt.agent.container;

import belt.agent.timer.Timer;
import belt.core.BeltException;
import belt.engine.ContainerState;
import belt.engine.DockerEngine;
import belt.engine.EngineEvent;
import belt.engine.EngineEvents;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells controllers when their containers change. One stream of events serves the whole node; an event, or a stream that
/// stands again after a break, only makes us look at the container, so nothing depends on having heard every event.
final class ContainerWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerWatch.class);
    private static final int LOOKS_AT_ONCE = 8;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// Who is told.
    interface Watcher {
        /// The container as it is now; empty if it is gone. On a virtual thread, one look at a time.
        void seen(Optional<ContainerState> container);
    }

    private static final class Watched {
        final Watcher watcher;
        boolean looking;
        boolean again;

        Watched(Watcher watcher) {
            this.watcher = watcher;
        }
    }

    private final DockerEngine engine;
    private final Timer timer;
    private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Watched> watched = new HashMap<>();
    private @Nullable EngineEvents events;
    private boolean closed;

    ContainerWatch(DockerEngine engine, Timer timer) {
        this.engine = engine;
        this.timer = timer;
    }

    /// Begins to watch, and looks at once. Watching the same container again only looks again.
    void watch(String containerId, Watcher watcher) {
        register(containerId, watcher);
        look(containerId);
    }

    /// Begins to watch a container that the caller is about to look at.
    void register(String containerId, Watcher watcher) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            watched.putIfAbsent(containerId, new Watched(watcher));
            if (events == null) {
                events = engine.events(TaskLabels.TASK_ID, new Listener());
            }
        } finally {
            lock.unlock();
        }
    }

    void unwatch(String containerId) {
        lock.lock();
        try {
            watched.remove(containerId);
        } finally {
            lock.unlock();
        }
    }

    /// Does something once the engine may answer again.
    void later(Runnable work) {
        timer.after(LOOK_AGAIN, work);
    }

    private void look(String id) {
        lock.lock();
        try {
            Watched target = watched.get(id);
            if (target == null || closed) {
                return;
            }
            target.again = true;
            if (target.looking) {
                return;
            }
            target.looking = true;
            Thread.ofVirtual().name("look " + id).start(() -> lookLoop(id, target));
        } finally {
            lock.unlock();
        }
    }

    private void lookLoop(String id, Watched target) {
        while (true) {
            lock.lock();
            try {
                if (!target.again || closed) {
                    target.looking = false;
                    return;
                }
                target.again = false;
            } finally {
                lock.unlock();
            }
            try {
                lookOnce(id, target);
            } catch (BeltException e) {
                LOG.debug("Container {} is looked at again in 1 s: {}", id, e.getMessage());
                timer.after(LOOK_AGAIN, () -> look(id));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void lookOnce(String id, Watched target) throws InterruptedException {
        Optional<ContainerState> state;
        looks.acquire();
        try {
            state = engine.find(id);
        } finally {
            looks.release();
        }
        target.watcher.seen(state);
    }

    private final class Listener implements EngineEvents.Listener {
        private boolean lost;

        @Override
        public void connected() {
            if (lost) {
                LOG.info("The engine answers again");
                lost = false;
            }
            List<String> all;
            lock.lock();
            try {
                all = List.copyOf(watched.keySet());
            } finally {
                lock.unlock();
            }
            all.forEach(ContainerWatch.this::look);
        }

        @Override
        public void event(EngineEvent event) {
            if (event.died() || event.healthChanged() || event.action().equals("destroy")) {
                look(event.containerId());
            }
        }

        @Override
        public void disconnected(BeltException why) {
            if (!lost) {
                LOG.warn(
                        "{}; its containers are looked at again when it is back", why.getMessage());
                lost = true;
            }
        }
    }

    @Override
    public void close() {
        EngineEvents open;
        lock.lock();
        try {
            closed = true;
            open = events;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }
}
