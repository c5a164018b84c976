package belt.agent.session;

import belt.api.Message;
import belt.api.Message.ManagerAddress;
import java.util.List;

/// Whom a session serves. Called on the transport's threads, in the order of what happened on one stream, without any
/// lock of the session; it must not block.
public interface SessionHost {
    /// What to say first: the node and all its tasks as they are now.
    Message.Hello hello();

    /// The session stands.
    void connected(Message.Welcome welcome);

    /// A message that is not the session's own business.
    void received(Message message);

    /// The list of managers changed.
    void managers(List<ManagerAddress> managers);

    /// The session is lost; the next attempts follow by themselves.
    void disconnected(String why);
}
