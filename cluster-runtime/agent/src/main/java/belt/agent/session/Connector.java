package belt.agent.session;

import belt.api.Message.ManagerAddress;

/// Opens streams to managers.
@FunctionalInterface
public interface Connector {
    /// Begins to connect and returns at once. Exactly one of {@link LinkListener#opened} and {@link LinkListener#closed}
    /// follows, and `closed` once after `opened`.
    void connect(ManagerAddress manager, LinkListener listener);
}
