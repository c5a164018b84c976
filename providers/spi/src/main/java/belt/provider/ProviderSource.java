package belt.provider;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds kinds of providers that are not on the class path. Found by {@link java.util.ServiceLoader}
/// (`META-INF/services/belt.provider.ProviderSource`); costs nothing to construct. Neither method runs anything.
public interface ProviderSource {
    /// The provider of this name; empty if this source has none.
    ///
    /// @param environment the operator's environment
    Optional<ProviderType> find(String name, Map<String, String> environment);

    /// All that it could find, by name, with the place where each was found.
    SequencedMap<String, Path> places(Map<String, String> environment);
}
