package belt.cli.command;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.ProviderType;
import java.util.List;
import java.util.ServiceLoader;

/// The providers on the class path, by name.
public final class Providers {
    private Providers() {}

    /// All of them; each call makes them anew.
    public static List<ProviderType> all() {
        return ServiceLoader.load(ProviderType.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// The provider of this name.
    ///
    /// @throws BeltException.InvalidInput naming the ones there are
    public static ProviderType require(String name) {
        List<ProviderType> all = all();
        for (ProviderType provider : all) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        List<String> names = all.stream().map(ProviderType::name).sorted().toList();
        String hint = Nearest.hint(name, names);
        throw new BeltException.InvalidInput(
                        CliProblem.UNKNOWN_PROVIDER, "there is no provider named '" + name + "'")
                .withDetail(hint.isEmpty() ? "the providers are " + String.join(", ", names) : hint)
                .withRemedy("belt help providers");
    }
}
