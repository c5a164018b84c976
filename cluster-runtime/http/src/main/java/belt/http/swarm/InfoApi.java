package belt.http.swarm;

import belt.http.json.Json;
import belt.http.json.JsonWriter;
import belt.http.relay.Engine;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.SwarmJson;
import belt.http.shape.Words;
import belt.model.Cluster;
import belt.store.Store;
import belt.store.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /info`: the engine's, with the cluster's part replaced by ours; or our own where there is no engine.
final class InfoApi {
    private static final String TWO_MANAGERS =
            """
            WARNING: Running Swarm in a two-manager configuration. This configuration provides
                     no fault tolerance, and poses a high risk to lose control over the cluster.
                     Refer to https://docs.docker.com/engine/swarm/admin_guide/ to configure the
                     Swarm for fault-tolerance.\
            """;

    private record Counts(int nodes, int managers, @Nullable Cluster cluster) {}

    private final LocalNode local;
    private final Engine engine;
    private final OwnInfo own;

    InfoApi(LocalNode local, Engine engine, OwnInfo own) {
        this.local = local;
        this.engine = engine;
        this.own = own;
    }

    void addTo(Router router) {
        router.on("GET", "/info", (exchange, _) -> info(exchange));
    }

    private void info(Exchange exchange) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        switch (engine.find("/info").orElseGet(own::document)) {
            case Json.Obj object -> members.putAll(object.members());
            default -> throw new IOException("the engine's info is no object");
        }
        Optional<Counts> counts = counts();
        boolean warn = counts.map(c -> c.managers() == 2).orElse(false);
        members.put("Swarm", Json.parse(JsonWriter.bytes(json -> swarm(json, counts, warn))));
        if (warn) {
            List<Json> warnings = new ArrayList<>();
            if (members.get("Warnings") instanceof Json.Arr before) {
                warnings.addAll(before.elements());
            }
            warnings.add(new Json.Text(TWO_MANAGERS));
            members.put("Warnings", new Json.Arr(warnings));
        }
        exchange.send(200, "application/json", new Json.Obj(members).bytes());
    }

    private Optional<Counts> counts() {
        return store(local.standing()).map(store -> store.read(InfoApi::count));
    }

    private static Counts count(View view) {
        long managers = view.nodes().stream().filter(node -> node.manager() != null).count();
        return new Counts(view.nodes().size(), (int) managers, view.cluster());
    }

    static Optional<Store> store(LocalNode.Standing standing) {
        return switch (standing) {
            case LocalNode.Standing.Leading(var store, _) -> Optional.of(store);
            case LocalNode.Standing.Following(var store, _) -> Optional.of(store);
            case LocalNode.Standing.Leaderless(var store) -> Optional.of(store);
            case LocalNode.Standing.NotMember _,
                    LocalNode.Standing.Worker _,
                    LocalNode.Standing.Starting _ ->
                    Optional.empty();
        };
    }

    private void swarm(JsonWriter json, Optional<Counts> counts, boolean warn) {
        LocalNode.Facts facts = local.facts();
        boolean leaderless = local.standing() instanceof LocalNode.Standing.Leaderless;
        json.object(o -> {
            o.text("NodeID", facts.id() == null ? "" : facts.id().value());
            o.text("NodeAddr", facts.address());
            o.text("LocalNodeState", Words.of(facts.state()));
            o.flag("ControlAvailable", facts.manager());
            o.text("Error", leaderless ? LeaderGate.leaderless().text() : facts.error());
            remotes(o, facts.managers());
            counts.ifPresent(c -> members(o, c));
            if (warn) {
                o.array("Warnings", List.of(TWO_MANAGERS), JsonWriter::value);
            }
        });
    }

    private static void remotes(JsonWriter o, List<LocalNode.RemoteManager> managers) {
        if (managers.isEmpty()) {
            o.nothing("RemoteManagers");
            return;
        }
        o.array(
                "RemoteManagers",
                managers,
                (w, each) ->
                        w.object(m -> {
                            m.text("NodeID", each.id().value());
                            m.text("Addr", each.address());
                        }));
    }

    private static void members(JsonWriter o, Counts counts) {
        o.number("Nodes", counts.nodes());
        o.number("Managers", counts.managers());
        Cluster cluster = counts.cluster();
        if (cluster != null) {
            o.object("Cluster", c -> SwarmJson.members(c, cluster, false));
        }
    }
}
