package belt.provider;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What a provider has from the outside world beside its cloud. A test gives it a clock that waiting advances.
///
/// @param clock the time
/// @param waiting how to wait
/// @param environment the operator's environment
/// @param accounts a folder that all belt processes of this operator share, where the account limiter keeps its counts; it
///     need not exist yet
public record Surroundings(
        InstantSource clock, Waiting waiting, Map<String, String> environment, Path accounts) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /// An environment variable; empty if it is unset or empty.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
