package belt.http.swarm;

import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.Fields;
import belt.http.shape.Words;
import belt.model.JoinTicket;
import belt.model.Membership;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Role;
import belt.store.View;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Join tickets, and the nodes that came with one and wait for approval. The API is told a ticket's digest only: whoever
/// makes a ticket keeps its text.
final class TicketsApi {
    /// A ticket is for machines that are being made, not for keeping.
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final int MOST_NAMES = 1000;

    private final LeaderGate gate;
    private final InstantSource clock;

    TicketsApi(LeaderGate gate, InstantSource clock) {
        this.gate = gate;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.on("PUT", "/belt/v1/tickets/{id}", gate.onLeader(this::put))
                .on("DELETE", "/belt/v1/tickets/{id}", gate.onLeader(TicketsApi::remove))
                .on("GET", "/belt/v1/waiting", gate.onLeader(TicketsApi::waiting))
                .on("POST", "/belt/v1/nodes/{id}/accept", gate.onLeader(TicketsApi::accept));
    }

    private void put(Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading)
            throws IOException, InterruptedException {
        Fields body = Requests.body(exchange);
        String id = parts.getFirst();
        if (!id.matches("[0-9a-f]{64}")) {
            throw ApiError.badRequest("a ticket's id is the SHA-256 of its text, 64 digits");
        }
        List<String> names = body.texts("Names");
        if (names.isEmpty() || names.size() > MOST_NAMES) {
            throw ApiError.badRequest(
                    "a ticket is for 1 to " + MOST_NAMES + " machines, not " + names.size());
        }
        long seconds = body.number("Seconds");
        if (seconds < 1 || seconds > LONGEST.toSeconds()) {
            throw ApiError.badRequest(
                    "a ticket is valid for 1 to " + LONGEST.toSeconds() + " s, not " + seconds);
        }
        leading.control()
                .putTicket(
                        new JoinTicket(
                                id,
                                role(body),
                                body.text("Batch"),
                                names,
                                clock.instant().plusSeconds(seconds),
                                List.of()));
        exchange.empty(200);
    }

    private static Role role(Fields body) {
        return switch (body.text("Role")) {
            case "worker" -> Role.WORKER;
            case "manager" -> Role.MANAGER;
            default -> throw ApiError.badRequest("invalid role: '" + body.text("Role") + "'");
        };
    }

    private static void remove(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading) {
        leading.control().removeTicket(parts.getFirst());
        exchange.empty(200);
    }

    /// @param node who waits
    /// @param use how it came; empty if its ticket was taken back since
    private record Waiting(Node node, Optional<JoinTicket.Use> use) {
        static List<Waiting> of(View view) {
            return view.nodes().stream()
                    .filter(node -> node.membership() == Membership.PENDING)
                    .map(node ->
                            new Waiting(
                                    node,
                                    view.tickets().stream()
                                            .flatMap(each -> each.useBy(node.id()).stream())
                                            .findFirst()))
                    .toList();
        }
    }

    private static void waiting(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading)
            throws IOException {
        List<Waiting> all = leading.store().read(Waiting::of);
        exchange.longJson(
                200,
                json ->
                        json.array(
                                all,
                                (w, each) ->
                                        w.object(o -> {
                                            Node node = each.node();
                                            o.text("ID", node.id().value());
                                            o.text("Name", node.description().hostname());
                                            o.text("Addr", node.status().address());
                                            o.text(
                                                    "From",
                                                    each.use()
                                                            .map(JoinTicket.Use::from)
                                                            .orElse(""));
                                            o.text(
                                                    "Key",
                                                    each.use().map(JoinTicket.Use::key).orElse(""));
                                            o.text("Since", node.meta().createdAt().toString());
                                            o.text("Membership", Words.of(node.membership()));
                                        })));
    }

    private static void accept(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading) {
        NodeId id = leading.store().read(view -> Lookup.node(view, parts.getFirst())).id();
        leading.control().acceptNode(id);
        exchange.empty(200);
    }
}
