package belt.provider;

import belt.core.BeltException;
import belt.core.Secret;
import java.util.Map;
import java.util.Optional;

/// The secrets of one account, by the keys of the provider's secret options.
///
/// @param account the account's name, for messages; `environment` where the secrets come straight from there
/// @param secrets option key → secret
public record Credentials(String account, Map<String, Secret> secrets) {
    public Credentials {
        secrets = Map.copyOf(secrets);
    }

    /// No secrets: for providers that need none.
    public static Credentials none() {
        return new Credentials("none", Map.of());
    }

    /// A secret; empty if the account has none of that key.
    public Optional<Secret> find(String key) {
        return Optional.ofNullable(secrets.get(key));
    }

    /// A secret that must be there.
    ///
    /// @throws BeltException.MissingCredentials naming the environment variable that would set it
    public Secret require(String key, ProviderType type) {
        return find(key)
                .orElseThrow(() -> {
                    var variables =
                            type.options().stream()
                                    .filter(option -> option.key().equals(key))
                                    .flatMap(option -> option.environment().stream())
                                    .toList();
                    return new BeltException.MissingCredentials(
                                    ProviderProblem.CREDENTIALS,
                                    "provider " + type.name() + " needs " + key)
                            .withDetail(
                                    variables.isEmpty()
                                            ? "account " + account + " has none"
                                            : (account.equals("environment")
                                                            ? ""
                                                            : "account "
                                                                    + account
                                                                    + " has none, and ")
                                                    + String.join(" and ", variables)
                                                    + (variables.size() == 1 ? " is" : " are")
                                                    + " not set")
                            .withRemedy(
                                    "belt account add NAME "
                                            + type.name()
                                            + " "
                                            + key
                                            + "=env:VARIABLE");
                });
    }
}
