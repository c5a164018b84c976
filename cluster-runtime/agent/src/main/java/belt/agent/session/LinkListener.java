package belt.agent.session;

import belt.api.Message;

/// Hears of one stream, on the transport's threads and in order; it must not block.
public interface LinkListener {
    /// The stream stands, and the manager's certificate is good.
    void opened(Link link);

    void received(Message message);

    /// The stream is closed or could not be opened; nothing more comes.
    void closed(String why);
}
