package belt.cli.credential;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// An account at a provider.
///
/// @param name the operator's name of it
/// @param provider the provider's name
/// @param secrets the provider's secret option → where it comes from
public record NamedAccount(
        String name, String provider, SequencedMap<String, SecretSource> secrets) {
    public NamedAccount {
        secrets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(secrets));
    }
}
