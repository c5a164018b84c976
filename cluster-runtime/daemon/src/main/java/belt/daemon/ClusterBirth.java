package belt.daemon;

import belt.core.RandomId;
import belt.model.Availability;
import belt.model.Cluster;
import belt.model.ClusterId;
import belt.model.ClusterSpec;
import belt.model.ManagerPeer;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Role;
import belt.pki.CertificateRequest;
import belt.pki.CertificateRole;
import belt.pki.ClusterCa;
import belt.pki.JoinToken;
import belt.pki.Member;
import belt.pki.NodeIdentity;
import belt.store.Action;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A new cluster of one manager: its CA, its tokens, and the first node's identity.
///
/// @param cluster the cluster object
/// @param node the first node
/// @param identity the first node's key and certificate
record ClusterBirth(Cluster cluster, Node node, NodeIdentity identity) {
    static ClusterBirth of(
            ClusterSpec spec,
            Availability availability,
            NodeDescription description,
            String address,
            ManagerPeer peer,
            InstantSource clock) {
        var ca = ClusterCa.create(clock);
        var random = new SecureRandom();
        var clusterId = new ClusterId(RandomId.next());
        var nodeId = new NodeId(RandomId.next());
        var request = CertificateRequest.create();
        var issued =
                ca.sign(
                        request.pem(),
                        new Member(clusterId.value(), CertificateRole.MANAGER, nodeId.value()),
                        List.of(address),
                        spec.nodeCertExpiry());
        var cluster =
                new Cluster(
                        clusterId,
                        Meta.NEW,
                        spec,
                        JoinToken.create(ca.rootPem(), random).text(),
                        JoinToken.create(ca.rootPem(), random).text(),
                        ca.rootPem(),
                        ca.keyPem(),
                        List.of("10.0.0.0/8"),
                        24,
                        4789,
                        List.of());
        var node =
                new Node(
                        nodeId,
                        0,
                        Meta.NEW,
                        new NodeSpec("", Map.of(), Role.MANAGER, availability),
                        Role.MANAGER,
                        Membership.ACCEPTED,
                        description,
                        new NodeStatus(NodeState.UNKNOWN, "", address),
                        peer);
        return new ClusterBirth(
                cluster, node, NodeIdentity.of(request.privateKey(), issued.pem(), ca.rootPem()));
    }

    /// What makes the cluster exist, once its log has a leader.
    List<Action> actions() {
        return List.of(new Action.PutCluster(cluster, 0), new Action.PutNode(node, 0));
    }
}
