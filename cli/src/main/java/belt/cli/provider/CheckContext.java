package belt.cli.provider;

import belt.cli.command.Call;
import belt.cli.command.Globals;
import belt.cli.credential.CredentialFinder;
import belt.provider.ProviderContext;
import belt.provider.ProviderType;
import belt.provider.Surroundings;
import belt.provider.Waiting;
import java.util.Map;
import java.util.Optional;

/// What a provider is checked with: no cluster, and the credentials that a cluster would find.
final class CheckContext {
    private static final String CLUSTER = "belt-check";

    private CheckContext() {}

    /// @param account the account's name; empty for the one that is usual
    static ProviderContext of(
            Call call, ProviderType type, Map<String, String> options, Optional<String> account)
            throws InterruptedException {
        var around =
                new Surroundings(
                        call.io().clock(),
                        Waiting.real(),
                        call.io().env(),
                        call.io().xdg("XDG_STATE_HOME", ".local/state").resolve("accounts"));
        return new ProviderContext(
                CLUSTER,
                call.io().xdg("XDG_CACHE_HOME", ".cache").resolve("check"),
                options,
                new CredentialFinder(call.io()).find(type, account),
                around,
                call.get(Globals.PARALLEL));
    }
}
