package belt.engine;

import belt.core.BeltException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream of events for a whole node, on one virtual thread, opened again whenever it breaks: so nobody holds a
/// connection per container. Whatever was missed while it was broken is for the listener to find out by looking.
public final class EngineEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    private static final long FIRST_PAUSE_NANOS = 50_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 2_000_000_000L;

    /// Who hears of events, on the stream's own thread: it must not wait for the engine.
    public interface Listener {
        /// The stream stands (again): events from now on arrive, earlier ones are lost.
        void connected();

        void event(EngineEvent event);

        /// The stream broke; the engine may be restarting.
        void disconnected(BeltException why);
    }

    private final EngineApi api;
    private final Listener listener;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean closed;

    EngineEvents(EngineApi api, String label, Listener listener) {
        this.api = api;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("engine-events").start(() -> run(path(label)));
    }

    private static String path(String label) {
        JsonNode filters =
                EngineApi.json()
                        .valueToTree(
                                Map.of(
                                        "type",
                                        new String[] {"container"},
                                        "label",
                                        new String[] {label}));
        return "/events?filters=" + EngineApi.encode(filters.toString());
    }

    private void run(String path) {
        long pause = FIRST_PAUSE_NANOS;
        try {
            while (!isClosed()) {
                try (EngineApi.Stream stream = api.stream("GET", path, Map.of())) {
                    pause = FIRST_PAUSE_NANOS;
                    listener.connected();
                    read(stream);
                    listener.disconnected(lost("the engine ended its stream of events"));
                } catch (BeltException e) {
                    listener.disconnected(e);
                } catch (IOException e) {
                    listener.disconnected(lost(String.valueOf(e.getMessage())));
                }
                waitFor(pause);
                pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
            }
        } catch (InterruptedException e) {
            LOG.debug("The stream of engine events was closed");
        }
    }

    private static BeltException lost(String why) {
        return new BeltException.Unreachable(
                EngineProblem.UNREACHABLE, "the engine's events stopped: " + why);
    }

    private void read(EngineApi.Stream stream) throws IOException {
        var lines =
                new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            JsonNode event = EngineApi.json().readTree(line);
            JsonNode actor = event.path("Actor");
            listener.event(
                    new EngineEvent(
                            actor.path("ID").asText(),
                            event.path("Action").asText(),
                            actor.path("Attributes").path("exitCode").asInt()));
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void waitFor(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
