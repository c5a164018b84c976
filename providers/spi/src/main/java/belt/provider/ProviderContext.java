package belt.provider;

import java.nio.file.Path;
import java.util.Map;

/// What a provider is bound to.
///
/// @param cluster the cluster's name; every machine is tagged with it, and only machines with that tag are touched
/// @param stateDir the cluster's folder under `.belt/`, where a provider without a cloud keeps its own files in a folder
///     named like itself
/// @param options as the operator wrote them, in any spelling; {@link ProviderOptions#read} makes sense of them
/// @param credentials the account's secrets
/// @param around clock, waiting, environment
/// @param parallel how much at once at most
public record ProviderContext(
        String cluster,
        Path stateDir,
        Map<String, String> options,
        Credentials credentials,
        Surroundings around,
        int parallel) {
    private static final int PARALLEL = 16;

    public ProviderContext {
        options = Map.copyOf(options);
    }

    /// A context without options and credentials.
    public static ProviderContext of(String cluster, Path stateDir, Surroundings around) {
        return new ProviderContext(
                cluster, stateDir, Map.of(), Credentials.none(), around, PARALLEL);
    }

    /// The same with these options.
    public ProviderContext withOptions(Map<String, String> given) {
        return new ProviderContext(cluster, stateDir, given, credentials, around, parallel);
    }

    /// The same with these credentials.
    public ProviderContext withCredentials(Credentials given) {
        return new ProviderContext(cluster, stateDir, options, given, around, parallel);
    }

    /// The same with another limit.
    public ProviderContext withParallel(int most) {
        return new ProviderContext(
                cluster, stateDir, options, credentials, around, Math.max(1, most));
    }
}
