package belt.daemon;

import belt.api.Message.ManagerAddress;
import belt.core.BeltException;
import belt.http.json.Json;
import belt.http.swarm.LocalNode;
import belt.model.NodeId;
import belt.pki.CertificateRole;
import belt.pki.NodeIdentity;
import belt.raft.RaftStatus;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// This node as the API sees it.
final class DaemonNode implements LocalNode {
    private final DaemonConfig config;
    private final NodeRuntime runtime;
    private final ClusterNode node;

    DaemonNode(DaemonConfig config, NodeRuntime runtime, ClusterNode node) {
        this.config = config;
        this.runtime = runtime;
        this.node = node;
    }

    @Override
    public Facts facts() {
        NodeIdentity identity = node.identity().find().orElse(null);
        LocalState state = node.state();
        List<RemoteManager> managers =
                node
                        .worker()
                        .map(side -> side.agent().managers())
                        .orElse(List.<ManagerAddress>of())
                        .stream()
                        .map(each -> new RemoteManager(each.nodeId(), each.cluster()))
                        .toList();
        State shown =
                switch (state.kind()) {
                    case INACTIVE -> State.INACTIVE;
                    case PENDING -> State.PENDING;
                    case ACTIVE -> State.ACTIVE;
                    case ERROR -> State.ERROR;
                };
        if (identity == null) {
            return new Facts(null, "", shown, false, state.error(), List.of());
        }
        boolean manager =
                switch (standing()) {
                    case Standing.Leading _, Standing.Following _, Standing.Leaderless _ -> true;
                    case Standing.Starting _, Standing.Worker _, Standing.NotMember _ -> false;
                };
        return new Facts(
                new NodeId(identity.nodeId()),
                config.advertiseAddress(),
                shown,
                manager,
                state.error(),
                managers);
    }

    @Override
    public Standing standing() {
        Optional<NodeIdentity> identity = node.identity().find();
        if (identity.isEmpty()) {
            return new Standing.NotMember();
        }
        ManagerSide side = node.manager().orElse(null);
        if (side == null) {
            return identity.get().role() == CertificateRole.MANAGER
                    ? new Standing.Starting()
                    : new Standing.Worker();
        }
        if (side.leader().isPresent()) {
            return new Standing.Leading(side.store(), new DaemonControl(side));
        }
        if (side.raft().status().role() == RaftStatus.Role.NONE) {
            return new Standing.Starting();
        }
        return side.directory()
                .leader()
                .filter(leader -> !leader.nodeId().equals(side.self()) && !leader.api().isEmpty())
                .<Standing>map(
                        leader -> new Standing.Following(side.store(), resolved(leader.api())))
                .orElseGet(() -> new Standing.Leaderless(side.store()));
    }

    private static InetSocketAddress resolved(String text) {
        InetSocketAddress address = HostPort.of(text);
        return new InetSocketAddress(address.getHostString(), address.getPort());
    }

    @Override
    public NodeId init(InitRequest request) {
        requireOwn(request.advertiseAddress());
        try {
            return request.forceNewCluster() && node.identity().find().isPresent()
                    ? node.goOnAlone()
                    : node.init(request.spec(), request.availability());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BeltException.OperationFailed(
                    DaemonProblem.JOIN_FAILED, "interrupted while the cluster was made");
        }
    }

    @Override
    public void join(JoinRequest request) throws InterruptedException {
        requireOwn(request.advertiseAddress());
        node.join(
                request.remoteAddresses(),
                new Joining.Wish(
                        request.token(),
                        runtime.hostname(),
                        config.advertiseAddress(),
                        request.availability()));
    }

    /// The address is the configured one, an interface that has it, or not said.
    private void requireOwn(String wished) {
        String host = wished.contains(":") ? wished.substring(0, wished.lastIndexOf(':')) : wished;
        if (host.isEmpty() || host.equals(config.advertiseAddress()) || has(host)) {
            return;
        }
        throw new BeltException.InvalidInput(
                        DaemonProblem.ADDRESS,
                        "advertise address "
                                + wished
                                + " is not "
                                + config.advertiseAddress()
                                + ", with which this node was set up")
                .withDetail("change advertise-addr in /etc/belt/beltd.yaml to use another one");
    }

    private boolean has(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found != null
                    && found.inetAddresses()
                            .anyMatch(a -> a.getHostAddress().equals(config.advertiseAddress()));
        } catch (SocketException e) {
            return false;
        }
    }

    @Override
    public void leave(boolean force) throws InterruptedException {
        node.leave();
    }

    @Override
    public Json raft() {
        var members = new LinkedHashMap<String, Json>();
        node.manager()
                .ifPresent(side -> {
                    RaftStatus status = side.raft().status();
                    members.put(
                            "Role",
                            new Json.Text(status.role().name().toLowerCase(java.util.Locale.ROOT)));
                    members.put(
                            "Leader",
                            new Json.Text(status.leader() == null ? "" : status.leader().value()));
                    members.put("Term", number(status.position().term()));
                    members.put("Committed", number(status.position().committed()));
                    members.put("Applied", number(status.position().applied()));
                    members.put("AppliedBytes", number(status.position().appliedBytes()));
                    members.put("DiskBytes", number(status.position().diskBytes()));
                    members.put(
                            "Peers",
                            new Json.Arr(status.peers().stream().map(DaemonNode::peer).toList()));
                });
        return new Json.Obj(members);
    }

    private static Json peer(RaftStatus.Peer peer) {
        return new Json.Obj(
                Map.of(
                        "ID", new Json.Text(peer.id().value()),
                        "Addr", new Json.Text(peer.address()),
                        "Reachable", new Json.Bool(peer.reachable())));
    }

    private static Json number(long value) {
        return new Json.Num(Long.toString(value));
    }
}
