package belt.http.swarm;

import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.NodeJson;
import belt.http.shape.Words;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.NodeSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `/nodes`.
final class NodesApi {
    private static final Set<String> FILTERS =
            Set.of("id", "name", "label", "node.label", "role", "membership");

    private final LeaderGate gate;
    private final LocalNode local;

    NodesApi(LeaderGate gate, LocalNode local) {
        this.gate = gate;
        this.local = local;
    }

    void addTo(Router router) {
        router.on("GET", "/nodes", gate.onLeader(this::list))
                .on("GET", "/nodes/{id}", gate.onLeader(this::inspect))
                .on("POST", "/nodes/{id}/update", gate.onLeader(this::update))
                .on("DELETE", "/nodes/{id}", gate.onLeader(this::remove));
    }

    private void list(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException {
        Filters filters = Filters.parse(exchange, FILTERS);
        filters.requireWords("role", Set.of("worker", "manager"), "role");
        filters.requireWords("membership", Set.of("accepted", "pending"), "membership");
        List<Node> nodes =
                cluster.store()
                        .read(view ->
                                view.nodes().stream()
                                        .filter(node -> matches(node, filters))
                                        .toList());
        Map<NodeId, Boolean> managers = cluster.control().managers();
        exchange.longJson(
                200,
                json ->
                        json.array(
                                nodes,
                                (o, node) -> NodeJson.write(o, node, standing(node, managers))));
    }

    private static boolean matches(Node node, Filters filters) {
        return filters.prefix("id", node.id().value())
                && filters.prefix("name", node.description().hostname())
                && filters.labels("label", node.description().engine().labels())
                && filters.labels("node.label", node.spec().labels())
                && filters.any("role", word -> word.equalsIgnoreCase(Words.of(node.role())))
                && filters.any(
                        "membership", word -> word.equalsIgnoreCase(Words.of(node.membership())));
    }

    private NodeJson.Standing standing(Node node, Map<NodeId, Boolean> managers) {
        boolean leader = node.id().equals(local.facts().id()); // only the leader gets here
        return new NodeJson.Standing(leader, leader || managers.getOrDefault(node.id(), false));
    }

    private void inspect(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        Node node = cluster.store().read(view -> Lookup.node(view, parts.getFirst()));
        Map<NodeId, Boolean> managers = cluster.control().managers();
        exchange.json(200, json -> NodeJson.write(json, node, standing(node, managers)));
    }

    private void update(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster)
            throws IOException, InterruptedException {
        long version = Requests.version(exchange, "node");
        NodeSpec spec = NodeJson.readSpec(Requests.body(exchange));
        NodeId id = cluster.store().read(view -> Lookup.node(view, parts.getFirst())).id();
        cluster.control().updateNode(id, version, spec);
        exchange.empty(200);
    }

    private void remove(Exchange exchange, List<String> parts, LocalNode.Standing.Leading cluster) {
        NodeId id = cluster.store().read(view -> Lookup.node(view, parts.getFirst())).id();
        cluster.control().removeNode(id, exchange.query().lenientFlag("force"));
        exchange.empty(200);
    }
}
