package belt.http.swarm;

import belt.model.ClusterSpec;
import belt.model.JoinTicket;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.ServiceId;
import belt.model.ServiceSpec;
import java.util.Map;

/// Changes of the cluster's state, on its leader. Requests were checked as far as they tell by themselves; what needs the
/// state (versions, names in use, quorum) is refused by the implementation with a {@link belt.core.BeltException} whose
/// message is the text for the client. Calls block until the change is committed and can be read from the store.
public interface ClusterControl {
    /// Stores a new service.
    ServiceId createService(ServiceSpec spec);

    /// Replaces a service's spec.
    ///
    /// @param version the version that the client saw
    void updateService(ServiceId id, long version, ServiceSpec spec);

    /// Puts a service's previous spec back.
    ///
    /// @param version the version that the client saw
    void rollbackService(ServiceId id, long version);

    /// Removes a service; its tasks stop later.
    void removeService(ServiceId id);

    /// Replaces what is wanted of a node.
    ///
    /// @param version the version that the client saw
    void updateNode(NodeId id, long version, NodeSpec spec);

    /// Removes a node from the cluster.
    ///
    /// @param force even if it is READY
    void removeNode(NodeId id, boolean force);

    /// Lets a node in that waits for it; nothing changes for one that is in.
    void acceptNode(NodeId id);

    /// Makes a join ticket valid, or changes it; its uses stay.
    void putTicket(JoinTicket ticket);

    /// Takes a join ticket back; nothing happens if there is none.
    void removeTicket(String id);

    /// Replaces the cluster's spec, and on demand the secrets in its join tokens.
    ///
    /// @param version the version that the client saw
    void updateCluster(long version, ClusterSpec spec, boolean rotateWorker, boolean rotateManager);

    /// The voting managers, each with whether the leader heard from it lately.
    Map<NodeId, Boolean> managers();
}
