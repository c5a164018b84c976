package belt.agent;

import belt.api.Message;
import belt.model.Role;

/// What the daemon hears from its agent. Called on the transport's threads; it must not block.
public interface AgentListener {
    /// The session stands.
    default void connected(Message.Welcome welcome) {}

    /// The session is lost; the agent comes back by itself.
    default void disconnected(String why) {}

    /// The role that the operator wants this node to have: with every welcome, and when it changes.
    default void roleWanted(Role role) {}

    /// The cluster does not want this node any more: its tasks are being stopped, and no session is tried again.
    default void removed(String text) {}

    /// A message for the daemon: {@link Message.RenewReply}, {@link Message.RaftJoined}, {@link Message.RaftLeft},
    /// {@link Message.Refusal}.
    default void received(Message message) {}

    /// The published ports of the whole cluster; for the forwarder.
    default void ingress(Message.IngressTable table) {}
}
