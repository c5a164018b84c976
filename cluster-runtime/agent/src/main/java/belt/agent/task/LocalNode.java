package belt.agent.task;

import belt.model.NodeId;
import belt.model.Platform;

/// The node that tasks run on, as far as they may know it.
///
/// @param id its id
/// @param hostname its name
/// @param address its advertised address, without a port
/// @param platform machine and system
public record LocalNode(NodeId id, String hostname, String address, Platform platform) {}
