package belt.control.join;

import belt.api.Message;
import belt.model.Cluster;
import belt.model.EngineDescription;
import belt.model.Membership;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Platform;
import belt.model.Resources;
import belt.model.Role;
import java.util.List;
import java.util.Map;

/// The node object of somebody who has just been let in, or waits for it: all that is known is what the request says.
final class Newcomer {
    private static final String WAITS = "waits for an operator's approval";

    private Newcomer() {}

    static Node accepted(NodeId id, Role role, Message.JoinRequest request, Cluster cluster) {
        return node(id, role, Membership.ACCEPTED, "", request, cluster);
    }

    /// A manager to be. It counts as a worker until it is accepted, so that it weighs nothing where managers are counted.
    static Node pending(NodeId id, Message.JoinRequest request, Cluster cluster) {
        return node(id, Role.WORKER, Membership.PENDING, WAITS, request, cluster);
    }

    private static Node node(
            NodeId id,
            Role role,
            Membership membership,
            String message,
            Message.JoinRequest request,
            Cluster cluster) {
        var description =
                new NodeDescription(
                        request.hostname(),
                        new Platform("", ""),
                        Resources.NONE,
                        new EngineDescription("", Map.of(), List.of()),
                        new NodeDescription.TlsInfo(cluster.rootCertificate(), "", ""),
                        "");
        return new Node(
                id,
                0,
                Meta.NEW,
                new NodeSpec("", Map.of(), role, request.availability()),
                role,
                membership,
                description,
                new NodeStatus(NodeState.UNKNOWN, message, request.address()),
                null);
    }
}
