package belt.cli.credential;

import belt.cli.term.Io;
import belt.core.BeltException;
import belt.core.Secret;
import belt.provider.Credentials;
import belt.provider.ProviderOption;
import belt.provider.ProviderType;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// Finds the secrets for a provider: of the account that the cluster's configuration or `BELT_ACCOUNT` names; else from the
/// provider's own environment variables; else of the only account there is for it.
///
/// @param io the outside world
public record CredentialFinder(Io io) {
    private static final String ENVIRONMENT = "environment";

    /// @param named the account that the cluster's configuration names; empty for none
    /// @throws BeltException.NotFound if there is no such account
    /// @throws BeltException.MissingCredentials if a secret of it cannot be fetched
    public Credentials find(ProviderType type, Optional<String> named) throws InterruptedException {
        if (type.options().stream().noneMatch(ProviderOption::secret)) {
            return Credentials.none();
        }
        AccountFile file = AccountFile.of(io);
        Optional<String> name = named.or(() -> io.variable("BELT_ACCOUNT"));
        if (name.isPresent()) {
            return fetch(file.require(name.get()), type);
        }
        Credentials direct = fromEnvironment(type);
        if (!direct.secrets().isEmpty()) {
            return direct;
        }
        List<NamedAccount> fitting =
                file.accounts().stream()
                        .filter(each -> each.provider().equals(type.name()))
                        .toList();
        return fitting.size() == 1 ? fetch(fitting.getFirst(), type) : direct;
    }

    /// Fetches the secrets of one account.
    ///
    /// @throws BeltException.InvalidInput if it is of another provider
    public Credentials fetch(NamedAccount account, ProviderType type) throws InterruptedException {
        if (!account.provider().equals(type.name())) {
            throw new BeltException.InvalidInput(
                    AccountProblem.UNKNOWN,
                    "account "
                            + account.name()
                            + " is one of "
                            + account.provider()
                            + ", not of "
                            + type.name());
        }
        var secrets = new HashMap<String, Secret>();
        for (var each : account.secrets().entrySet()) {
            secrets.put(
                    each.getKey(),
                    each.getValue().fetch(io, "account " + account.name() + ": " + each.getKey()));
        }
        return new Credentials(account.name(), secrets);
    }

    private Credentials fromEnvironment(ProviderType type) {
        var secrets = new HashMap<String, Secret>();
        for (ProviderOption option : type.options()) {
            if (option.secret()) {
                option.environment().stream()
                        .flatMap(variable -> io.variable(variable).stream())
                        .findFirst()
                        .ifPresent(value -> secrets.put(option.key(), Secret.of(value)));
            }
        }
        return new Credentials(ENVIRONMENT, secrets);
    }
}
