package belt.control.dispatcher;

import belt.api.Message;
import belt.model.NodeId;

/// The leader's end of one node's stream. Sending never blocks; what is sent after the stream has closed is dropped.
public interface NodeLink {
    /// The node, from its certificate.
    NodeId nodeId();

    /// Where the stream comes from, without a port.
    String remoteAddress();

    /// Queues a message.
    void send(Message message);

    /// Closes the stream once what was sent has gone out.
    void close();
}
