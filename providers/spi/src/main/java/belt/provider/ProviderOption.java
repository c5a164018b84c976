package belt.provider;

import java.util.List;

/// An option of a provider, as `--define KEY=VALUE`, `config.yml` and `belt.yaml` may name it.
///
/// @param key ours, for example `region`; one that ends in `.*` stands for all keys with that beginning
/// @param flag docker-machine's long flag without the dashes, for example `digitalocean-region`: another spelling of the
///     key, and a flag of `belt machine create`; empty if docker-machine had none
/// @param environment variables that set it where nothing else does, the first that is set wins
/// @param usual the value where nobody says anything; empty for none
/// @param meaning one line for the help
/// @param secret whether it is a credential: never read from a file of ours, never shown, and found in
///     {@link ProviderContext#credentials} instead of the options
public record ProviderOption(
        String key,
        String flag,
        List<String> environment,
        String usual,
        String meaning,
        boolean secret) {
    public ProviderOption {
        environment = List.copyOf(environment);
    }

    /// An option without a default.
    public static ProviderOption of(String key, String meaning) {
        return new ProviderOption(key, "", List.of(), "", meaning, false);
    }

    /// A credential.
    public static ProviderOption secret(String key, String meaning) {
        return new ProviderOption(key, "", List.of(), "", meaning, true);
    }

    /// The same with docker-machine's flag.
    public ProviderOption flag(String text) {
        return new ProviderOption(key, text, environment, usual, meaning, secret);
    }

    /// The same with environment variables.
    public ProviderOption env(String... names) {
        return new ProviderOption(key, flag, List.of(names), usual, meaning, secret);
    }

    /// The same with a default.
    public ProviderOption usually(String value) {
        return new ProviderOption(key, flag, environment, value, meaning, secret);
    }

    /// Whether a word names this option: the key, docker-machine's flag, or either with 2016's underscores.
    boolean isNamed(String written) {
        String word = written.replace('_', '-');
        boolean prefix = key.endsWith(".*") && word.startsWith(key.substring(0, key.length() - 1));
        return word.equals(key) || prefix || !flag.isEmpty() && word.equals(flag);
    }
}
