package belt.http.swarm;

import belt.http.relay.Engine;
import belt.http.relay.LeaderForwarder;
import belt.http.server.ApiError;
import belt.http.server.ApiHandler;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.Words;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Everything about the cluster that a router needs.
public final class SwarmRoutes {
    /// First path segments that never go to the engine.
    public static final Set<String> OURS =
            Set.of("swarm", "nodes", "services", "tasks", "secrets", "configs", "belt");

    private final LocalNode local;
    private final LogSource logs;
    private final LeaderGate gate;
    private final Engine engine;
    private final ApiHandler passThrough;
    private final OwnInfo own;
    private final InstantSource clock;

    public SwarmRoutes(
            LocalNode local,
            LogSource logs,
            LeaderForwarder forwarder,
            Engine engine,
            ApiHandler passThrough,
            OwnInfo own,
            InstantSource clock) {
        this.local = local;
        this.logs = logs;
        this.gate = new LeaderGate(local, forwarder);
        this.engine = engine;
        this.passThrough = passThrough;
        this.own = own;
        this.clock = clock;
    }

    /// Adds the routes.
    public void addTo(Router router) {
        new SwarmApi(gate, local).addTo(router);
        new NodesApi(gate, local).addTo(router);
        new ServicesApi(gate, new RandomName(new SecureRandom())).addTo(router);
        new TasksApi(gate).addTo(router);
        new LogsApi(gate, logs).addTo(router);
        new InfoApi(local, engine, own).addTo(router);
        new EventsApi(local, engine, clock).addTo(router);
        new ImagesApi(engine, passThrough).addTo(router);
        new TicketsApi(gate, clock).addTo(router);
        new BeltNodeApi(local, logs, own.beltVersion()).addTo(router);
        for (String kind : List.of("secrets", "configs")) {
            router.on("GET", "/" + kind, gate.onLeader(SwarmRoutes::emptyList))
                    .on("POST", "/" + kind + "/create", gate.onLeader(SwarmRoutes::notYet));
        }
    }

    private static void emptyList(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        exchange.json(200, json -> json.array(List.of(), (_, _) -> {}));
    }

    private static void notYet(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        throw new ApiError(
                501,
                "rpc error: code = Unimplemented desc = secrets and configs are not supported");
    }

    /// The `Swarm` header of a ping.
    public static String pingState(LocalNode local) {
        LocalNode.Facts facts = local.facts();
        String state = Words.of(facts.state());
        return facts.state() == LocalNode.State.ACTIVE
                ? state + (facts.manager() ? "/manager" : "/worker")
                : state;
    }
}
