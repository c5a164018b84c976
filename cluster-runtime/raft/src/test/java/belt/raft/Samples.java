package belt.raft;

import belt.core.RandomId;
import belt.core.codec.RecordCodec;
import belt.model.Meta;
import belt.model.Node;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.NodeSpec;
import belt.model.NodeState;
import belt.model.NodeStatus;
import belt.model.Role;
import belt.store.Action;
import belt.store.TxResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Small objects for the log.
final class Samples {
    private Samples() {}

    static Node node(String name) {
        return new Node(
                new NodeId(RandomId.next()),
                0,
                Meta.NEW,
                new NodeSpec(name, Map.of(), Role.WORKER, belt.model.Availability.ACTIVE),
                Role.WORKER,
                belt.model.Membership.ACCEPTED,
                RecordCodec.of(NodeDescription.class).decode(new byte[0]),
                new NodeStatus(NodeState.UNKNOWN, "", "10.0.0.1"),
                null);
    }

    static List<Action> create(Node node) {
        return List.of(new Action.PutNode(node, 0));
    }

    static List<Action> create(String name) {
        return create(node(name));
    }

    /// Proposes and waits.
    static TxResult put(RaftNode manager, String name) throws Exception {
        return manager.propose(create(name)).get(20, TimeUnit.SECONDS);
    }

    static List<String> names(TestManager manager) {
        return manager.store.read(
                view -> view.nodes().stream().map(node -> node.spec().name()).toList());
    }
}
