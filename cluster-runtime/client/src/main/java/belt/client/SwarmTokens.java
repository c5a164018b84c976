package belt.client;

import belt.core.Secret;

/// The secrets by which nodes enter a cluster.
///
/// @param worker makes a worker
/// @param manager makes a manager
public record SwarmTokens(Secret worker, Secret manager) {}
