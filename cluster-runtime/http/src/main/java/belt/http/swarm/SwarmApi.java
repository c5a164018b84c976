package belt.http.swarm;

import belt.core.Secret;
import belt.http.check.SwarmCheck;
import belt.http.server.ApiError;
import belt.http.server.Exchange;
import belt.http.server.Router;
import belt.http.shape.Fields;
import belt.http.shape.SwarmJson;
import belt.model.Availability;
import belt.model.Cluster;
import belt.model.ClusterSpec;
import belt.model.NodeId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/swarm`.
final class SwarmApi {
    private final LeaderGate gate;
    private final LocalNode local;

    SwarmApi(LeaderGate gate, LocalNode local) {
        this.gate = gate;
        this.local = local;
    }

    void addTo(Router router) {
        router.on("GET", "/swarm", gate.onLeader(this::inspect))
                .on("POST", "/swarm/update", gate.onLeader(this::update))
                .on("GET", "/swarm/unlockkey", gate.onLeader(SwarmApi::unlockKey))
                .on("POST", "/swarm/unlock", (_, _) -> notLocked())
                .on("POST", "/swarm/init", (exchange, _) -> init(exchange))
                .on("POST", "/swarm/join", (exchange, _) -> join(exchange))
                .on("POST", "/swarm/leave", (exchange, _) -> leave(exchange));
    }

    private static Cluster cluster(LocalNode.Standing.Leading leading) {
        return leading.store()
                .read(view -> Optional.ofNullable(view.cluster()))
                .orElseThrow(LeaderGate::leaderless);
    }

    private void inspect(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading) {
        Cluster cluster = cluster(leading);
        exchange.json(200, json -> json.object(o -> SwarmJson.members(o, cluster, true)));
    }

    private void update(Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading)
            throws IOException, InterruptedException {
        long version = Requests.version(exchange, "swarm");
        boolean worker = exchange.query().strictFlag("rotateWorkerToken");
        boolean manager = exchange.query().strictFlag("rotateManagerToken");
        if (exchange.query().strictFlag("rotateManagerUnlockKey")) {
            throw ApiError.badRequest("cannot rotate because autolock is not turned on");
        }
        ClusterSpec now = cluster(leading).spec();
        ClusterSpec wanted = SwarmJson.readSpec(Requests.body(exchange), now);
        SwarmCheck.check(wanted, now);
        leading.control().updateCluster(version, wanted, worker, manager);
        exchange.empty(200);
    }

    private static void unlockKey(
            Exchange exchange, List<String> parts, LocalNode.Standing.Leading leading) {
        exchange.json(200, json -> json.object(o -> o.text("UnlockKey", "")));
    }

    private static void notLocked() {
        throw new ApiError(409, "swarm is not locked");
    }

    private void requireOutside() {
        if (local.facts().state() != LocalNode.State.INACTIVE) {
            throw ApiError.unavailable(
                    "This node is already part of a swarm. Use \"docker swarm leave\" to leave this"
                            + " swarm and join another one.");
        }
    }

    private void init(Exchange exchange) throws IOException, InterruptedException {
        Fields body = Requests.body(exchange);
        boolean anew = body.flag("ForceNewCluster");
        if (!anew) {
            requireOutside();
        }
        SwarmCheck.checkDataPathPort(body.number("DataPathPort"));
        SwarmCheck.checkSubnetSize(body.number("SubnetSize"));
        if (body.flag("AutoLockManagers")) {
            throw ApiError.badRequest("auto-lock of managers is not supported");
        }
        ClusterSpec spec = SwarmJson.readSpec(body.objectIfAny("Spec"), ClusterSpec.DEFAULT);
        SwarmCheck.check(spec, ClusterSpec.DEFAULT);
        exchange.mayBeSilent();
        NodeId id =
                local.init(
                        new LocalNode.InitRequest(
                                body.text("ListenAddr"),
                                body.text("AdvertiseAddr"),
                                body.text("DataPathAddr"),
                                Math.toIntExact(body.number("DataPathPort")),
                                body.texts("DefaultAddrPool"),
                                Math.toIntExact(body.number("SubnetSize")),
                                anew,
                                spec,
                                availability(body)));
        exchange.json(200, json -> json.value(id.value()));
    }

    private static Availability availability(Fields body) {
        return switch (body.text("Availability")) {
            case "", "active" -> Availability.ACTIVE;
            case "pause" -> Availability.PAUSE;
            case "drain" -> Availability.DRAIN;
            default ->
                    throw ApiError.badRequest(
                            "invalid Availability: \"" + body.text("Availability") + "\"");
        };
    }

    private void join(Exchange exchange) throws IOException, InterruptedException {
        Fields body = Requests.body(exchange);
        requireOutside();
        List<String> remotes = body.texts("RemoteAddrs");
        if (remotes.isEmpty()) {
            throw ApiError.badRequest("at least 1 RemoteAddr is required to join");
        }
        exchange.mayBeSilent();
        local.join(
                new LocalNode.JoinRequest(
                        body.text("ListenAddr"),
                        body.text("AdvertiseAddr"),
                        body.text("DataPathAddr"),
                        remotes,
                        Secret.of(body.text("JoinToken")),
                        availability(body)));
        exchange.empty(200);
    }

    private void leave(Exchange exchange) throws InterruptedException {
        boolean force = exchange.query().lenientFlag("force");
        if (local.facts().state() == LocalNode.State.INACTIVE) {
            throw ApiError.unavailable("This node is not part of a swarm");
        }
        if (!force) {
            switch (local.standing()) {
                case LocalNode.Standing.Leading(var store, var control) ->
                        throw LeaveTexts.refused(store, control.managers());
                case LocalNode.Standing.Following(var store, _) ->
                        throw LeaveTexts.refused(store, Map.of());
                case LocalNode.Standing.Leaderless _, LocalNode.Standing.Starting _ ->
                        throw LeaveTexts.notActive();
                case LocalNode.Standing.Worker _, LocalNode.Standing.NotMember _ -> {}
            }
        }
        exchange.mayBeSilent();
        local.leave(force);
        exchange.empty(200);
    }
}
