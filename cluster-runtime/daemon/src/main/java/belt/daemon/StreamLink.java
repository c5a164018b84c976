package belt.daemon;

import belt.api.Message;
import belt.api.MessageCodec;
import belt.control.dispatcher.NodeLink;
import belt.model.NodeId;
import belt.transport.Stream;

/// A member's stream as the control loops see it.
record StreamLink(Stream stream, NodeId nodeId) implements NodeLink {
    @Override
    public String remoteAddress() {
        return stream.peer().host();
    }

    @Override
    public void send(Message message) {
        send(stream, message);
    }

    @Override
    public void close() {
        stream.close();
    }

    static void send(Stream stream, Message message) {
        stream.send(MessageCodec.kind(message), MessageCodec.payload(message));
    }
}
