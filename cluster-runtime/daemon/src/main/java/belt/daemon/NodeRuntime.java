package belt.daemon;

import belt.agent.task.Executor;
import belt.api.Message;
import belt.model.NodeDescription;
import belt.model.NodeId;
import belt.model.Platform;
import java.util.function.Consumer;

/// What of the node does not depend on the cluster: its resources, its engine, its forwarder.
interface NodeRuntime {
    /// What the node says of itself; must not block.
    NodeDescription description();

    /// The node's name.
    String hostname();

    Platform platform();

    /// What runs tasks under this node id.
    Executor executor(NodeId id);

    /// Takes the table of published ports.
    Consumer<Message.IngressTable> forwarder();
}
