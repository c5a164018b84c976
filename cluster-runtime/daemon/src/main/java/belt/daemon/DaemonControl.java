package belt.daemon;

import belt.control.allocator.PortAllocator;
import belt.control.ops.ClusterOps;
import belt.control.ops.NodeOps;
import belt.control.ops.ServiceOps;
import belt.control.ops.TicketOps;
import belt.control.roles.RaftMembership;
import belt.http.swarm.ClusterControl;
import belt.model.ClusterSpec;
import belt.model.JoinTicket;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import java.util.Map;

/// What the API may change, on the leader.
final class DaemonControl implements ClusterControl {
    private final RaftMembership membership;
    private final ServiceOps services;
    private final NodeOps nodes;
    private final ClusterOps cluster;
    private final TicketOps tickets;

    DaemonControl(ManagerSide side) {
        this.membership = new RaftAdapter(side.raft(), side.self());
        this.services =
                new ServiceOps(side.store(), side.raft(), PortAllocator::choose, side.clock());
        this.nodes = new NodeOps(side.store(), side.raft(), membership, side.clock());
        this.cluster = new ClusterOps(side.store(), side.raft());
        this.tickets = new TicketOps(side.raft());
    }

    @Override
    public ServiceId createService(ServiceSpec spec) {
        return services.create(spec);
    }

    @Override
    public void updateService(ServiceId id, long version, ServiceSpec spec) {
        services.update(id, version, spec);
    }

    @Override
    public void rollbackService(ServiceId id, long version) {
        services.rollback(id, version);
    }

    @Override
    public void removeService(ServiceId id) {
        services.remove(id);
    }

    @Override
    public void updateNode(NodeId id, long version, NodeSpec spec) {
        nodes.update(id, version, spec);
    }

    @Override
    public void removeNode(NodeId id, boolean force) {
        nodes.remove(id, force);
    }

    @Override
    public void acceptNode(NodeId id) {
        nodes.accept(id);
    }

    @Override
    public void putTicket(JoinTicket ticket) {
        tickets.put(ticket);
    }

    @Override
    public void removeTicket(String id) {
        tickets.remove(id);
    }

    @Override
    public void updateCluster(
            long version, ClusterSpec spec, boolean rotateWorker, boolean rotateManager) {
        cluster.update(version, spec, rotateWorker, rotateManager);
    }

    @Override
    public Map<NodeId, Boolean> managers() {
        return membership.members();
    }
}
