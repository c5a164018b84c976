package belt.engine;

import belt.model.EngineDescription;
import belt.model.Platform;
import belt.model.Resources;

/// What an engine says of itself.
///
/// @param hostname the node's name as the engine sees it
/// @param platform machine and system
/// @param resources processors and memory as the engine counts them: the host's, whatever control group it runs in
/// @param description version, labels, plugins
/// @param apiVersion the newest API version that it speaks, for example `1.41`
public record EngineFacts(
        String hostname,
        Platform platform,
        Resources resources,
        EngineDescription description,
        String apiVersion) {}
