package belt.http;

import belt.http.json.Json;
import belt.http.relay.Engine;
import belt.http.relay.EnginePassThrough;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiError;
import belt.http.server.ApiHandler;
import belt.http.server.ApiVersion;
import belt.http.server.Exchange;
import belt.http.server.PeerIdentity;
import belt.http.server.Router;
import belt.http.swarm.LocalNode;
import belt.http.swarm.LogSource;
import belt.http.swarm.OwnInfo;
import belt.http.swarm.SwarmRoutes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// The Docker Engine API of one node: the cluster's part and `/belt/v1` here, all else passed to the engine.
public final class DockerApi {
    private static final byte[] OK = "OK".getBytes(StandardCharsets.UTF_8);

    private final Engine engine;
    private final String beltVersion;
    private final LocalNode local;
    private final ApiHandler passThrough;

    private DockerApi(Engine engine, String beltVersion, LocalNode local) {
        this.engine = engine;
        this.beltVersion = beltVersion;
        this.local = local;
        this.passThrough = new EnginePassThrough(engine);
    }

    /// The whole API of a node.
    ///
    /// @param engine the node's engine, or none
    /// @param local this node as a member of a cluster
    /// @param logs where logs come from
    /// @param forwarder passes requests to the leader
    /// @param own what `docker info` shows without an engine; also brings belt's version
    /// @param clock for the times of events
    public static ApiHandler of(
            Engine engine,
            LocalNode local,
            LogSource logs,
            LeaderForwarder forwarder,
            OwnInfo own,
            InstantSource clock) {
        DockerApi api = new DockerApi(engine, own.beltVersion(), local);
        Router router = api.routes();
        new SwarmRoutes(local, logs, forwarder, engine, api.passThrough, own, clock).addTo(router);
        return exchange -> {
            requireNoWorker(exchange.peer());
            router.answer(exchange);
        };
    }

    /// The API is root on the node, and workers are those who need not be trusted with that. The TLS side does not let
    /// them in either; this holds should it ever be set up to.
    static void requireNoWorker(PeerIdentity peer) {
        if (peer instanceof PeerIdentity.Certificate node && node.unit().equals("swarm-worker")) {
            throw new ApiError(403, "worker " + node.commonName() + " may not use the API");
        }
    }

    private Router routes() {
        return new Router(SwarmRoutes.OURS, passThrough)
                .on("GET", "/_ping", (exchange, _) -> ping(exchange))
                .on("HEAD", "/_ping", (exchange, _) -> ping(exchange))
                .on("GET", "/version", (exchange, _) -> version(exchange));
    }

    private void ping(Exchange exchange) {
        exchange.with("Cache-Control", "no-cache, no-store, must-revalidate")
                .with("Pragma", "no-cache")
                .with("Builder-Version", "1") // older engines build with BuildKit only when asked
                .with("Swarm", SwarmRoutes.pingState(local));
        if (local.standing() instanceof LocalNode.Standing.Leaderless) {
            exchange.with("Belt-Leader", "none"); // for belt, which then asks another manager
        }
        if (exchange.method().equals("HEAD")) {
            exchange.with("Content-Type", "text/plain; charset=utf-8")
                    .with("Content-Length", "0")
                    .empty(200);
        } else {
            exchange.send(200, "text/plain; charset=utf-8", OK);
        }
    }

    private void version(Exchange exchange) {
        var document =
                new VersionDocument(beltVersion, ApiVersion.MAX, ApiVersion.MIN)
                        .merge(engine.find("/version").orElse(new Json.Null()));
        exchange.send(200, "application/json", document.bytes());
    }
}
