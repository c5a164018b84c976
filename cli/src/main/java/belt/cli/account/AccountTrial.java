package belt.cli.account;

import belt.cli.command.Call;
import belt.cli.command.Providers;
import belt.cli.credential.CredentialFinder;
import belt.cli.credential.NamedAccount;
import belt.core.BeltException;
import belt.provider.Account;
import belt.provider.MachineProvider;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.Waiting;

/// Whether an account works: its secrets are fetched and the provider is asked.
///
/// @param call the command
record AccountTrial(Call call) {
    /// @throws BeltException.MissingCredentials if a secret is missing or was refused
    Account check(NamedAccount account) throws InterruptedException {
        ProviderType type = Providers.require(account.provider(), call.io());
        var around =
                new Surroundings(
                        call.io().clock(),
                        Waiting.real(),
                        call.io().env(),
                        call.io().xdg("XDG_STATE_HOME", ".local/state").resolve("accounts"));
        var context =
                ProviderContext.of("belt-account-check", call.io().directory(), around)
                        .withCredentials(new CredentialFinder(call.io()).fetch(account, type));
        try (MachineProvider provider = type.open(context)) {
            return provider.check();
        }
    }
}
