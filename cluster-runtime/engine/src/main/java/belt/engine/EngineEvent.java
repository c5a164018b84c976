package belt.engine;

/// Something that happened to a container.
///
/// @param containerId its id
/// @param action the engine's word: `create`, `start`, `die`, `destroy`, `oom`, `health_status: healthy`, …
/// @param exitCode of `die`; else 0
public record EngineEvent(String containerId, String action, int exitCode) {
    public boolean died() {
        return action.equals("die");
    }

    public boolean healthChanged() {
        return action.startsWith("health_status");
    }
}
