package belt.http.swarm;

import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.Words;
import belt.model.NodeId;
import java.io.IOException;
import java.io.OutputStream;

/// `/belt/v1`: what Docker's API has no place for.
final class BeltNodeApi {
    private final LocalNode local;
    private final LogSource logs;
    private final String beltVersion;

    BeltNodeApi(LocalNode local, LogSource logs, String beltVersion) {
        this.local = local;
        this.logs = logs;
        this.beltVersion = beltVersion;
    }

    void addTo(Router router) {
        router.on("GET", "/belt/v1/node", (exchange, _) -> node(exchange))
                .on("GET", "/belt/v1/raft", (exchange, _) -> raft(exchange))
                .on("GET", "/belt/v1/logs", (exchange, _) -> logs(exchange));
    }

    private void node(Exchange exchange) {
        LocalNode.Facts facts = local.facts();
        LocalNode.Standing standing = local.standing();
        NodeId id = facts.id();
        exchange.json(
                200,
                json ->
                        json.object(o -> {
                            o.text("Version", beltVersion);
                            o.text("NodeID", id == null ? "" : id.value());
                            o.text("Addr", facts.address());
                            o.text("State", Words.of(facts.state()));
                            o.text("Role", role(standing));
                            o.flag("ControlAvailable", facts.manager());
                            o.flag("Leader", standing instanceof LocalNode.Standing.Leading);
                            o.text("LeaderAPI", leaderApi(standing));
                            o.text("Error", facts.error());
                            o.array(
                                    "Managers",
                                    facts.managers(),
                                    (w, each) ->
                                            w.object(m -> {
                                                m.text("NodeID", each.id().value());
                                                m.text("Addr", each.address());
                                            }));
                        }));
    }

    private static String role(LocalNode.Standing standing) {
        return switch (standing) {
            case LocalNode.Standing.NotMember _ -> "";
            case LocalNode.Standing.Worker _ -> "worker";
            case LocalNode.Standing.Starting _,
                    LocalNode.Standing.Leaderless _,
                    LocalNode.Standing.Following _,
                    LocalNode.Standing.Leading _ ->
                    "manager";
        };
    }

    private static String leaderApi(LocalNode.Standing standing) {
        return standing instanceof LocalNode.Standing.Following(_, var address)
                ? address.getHostString() + ":" + address.getPort()
                : "";
    }

    private void raft(Exchange exchange) {
        exchange.send(200, "application/json", local.raft().bytes());
    }

    private void logs(Exchange exchange) throws IOException, InterruptedException {
        String unit = exchange.query().text("unit");
        long tail = LogsApi.tail(exchange.query().text("tail"));
        boolean follow = exchange.query().lenientFlag("follow");
        Thread reader = Thread.currentThread();
        exchange.whenClientGone(reader::interrupt);
        try (OutputStream out = new LazyStream(exchange)) {
            logs.copy(unit.isEmpty() ? "beltd" : unit, tail, follow, out);
            out.flush();
        }
    }
}
