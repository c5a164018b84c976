package belt.http.swarm;

import belt.http.json.JsonWriter;
import belt.http.relay.Engine;
import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.store.Change;
import belt.store.Store;
import belt.store.Watch;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// `GET /events`: the cluster's, on every manager, woven into the engine's.
final class EventsApi {
    private static final Duration LOOK_AT_CLOCK = Duration.ofSeconds(1);

    private final LocalNode local;
    private final Engine engine;
    private final InstantSource clock;

    EventsApi(LocalNode local, Engine engine, InstantSource clock) {
        this.local = local;
        this.engine = engine;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.on("GET", "/events", (exchange, _) -> events(exchange));
    }

    private void events(Exchange exchange) throws IOException, InterruptedException {
        Optional<Instant> until = LogTime.parse(exchange.query().text("until"));
        EventFilter filter = EventFilter.of(exchange);
        Optional<Store> store = InfoApi.store(local.standing());
        Thread writer = Thread.currentThread();
        exchange.whenClientGone(writer::interrupt);
        OutputStream out = exchange.stream(200, "application/json");
        ReentrantLock oneAtATime = new ReentrantLock();
        Thread fromEngine =
                Thread.ofVirtual()
                        .name("engine-events")
                        .start(() -> copyEngine(exchange, out, oneAtATime));
        try {
            if (store.isPresent()) {
                follow(store.get(), filter, until, out, oneAtATime);
            } else {
                fromEngine.join();
            }
            if (until.isPresent()) {
                fromEngine.join();
            }
        } finally {
            fromEngine.interrupt();
        }
    }

    /// The engine gets the same question; its lines pass through whole.
    private void copyEngine(Exchange exchange, OutputStream out, ReentrantLock oneAtATime) {
        String query = exchange.rawQuery().isEmpty() ? "" : "?" + exchange.rawQuery();
        try {
            engine.lines(
                    "/events" + query,
                    line -> {
                        oneAtATime.lock();
                        try {
                            out.write(line);
                        } finally {
                            oneAtATime.unlock();
                        }
                    });
        } catch (IOException | ApiError e) {
            // without an engine, or once it stops, there are the cluster's events alone
        }
    }

    private void follow(
            Store store,
            EventFilter filter,
            Optional<Instant> until,
            OutputStream out,
            ReentrantLock oneAtATime)
            throws IOException, InterruptedException {
        try (Watch watch = store.watch(_ -> {}, Change.OfNode.class, Change.OfService.class)) {
            while (until.isEmpty() || clock.instant().isBefore(until.get())) {
                List<Change> changes = watch.next(LOOK_AT_CLOCK);
                if (changes == null) {
                    return;
                }
                for (Change change : changes) {
                    Optional<ClusterEvent> event = ClusterEvent.of(change).filter(filter::passes);
                    if (event.isPresent()) {
                        byte[] line = line(event.get());
                        oneAtATime.lock();
                        try {
                            out.write(line);
                        } finally {
                            oneAtATime.unlock();
                        }
                    }
                }
            }
        }
    }

    private byte[] line(ClusterEvent event) {
        Instant now = clock.instant();
        return JsonWriter.bytes(json ->
                json.object(o -> {
                    o.text("Type", event.type());
                    o.text("Action", event.action());
                    o.object(
                            "Actor",
                            a -> {
                                a.text("ID", event.id());
                                a.texts("Attributes", event.attributes());
                            });
                    o.text("scope", "swarm");
                    o.number("time", now.getEpochSecond());
                    o.number("timeNano", Duration.between(Instant.EPOCH, now).toNanos());
                }));
    }
}
