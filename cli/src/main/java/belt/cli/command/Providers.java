package belt.cli.command;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.MachineProvider;
import java.util.List;
import java.util.ServiceLoader;

/// The providers on the class path, by name.
public final class Providers {
    private Providers() {}

    /// All of them; each call makes them anew.
    public static List<MachineProvider> all() {
        return ServiceLoader.load(MachineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// The provider of this name.
    ///
    /// @throws BeltException.InvalidInput naming the ones there are
    public static MachineProvider require(String name) {
        List<MachineProvider> all = all();
        for (MachineProvider provider : all) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        List<String> names = all.stream().map(MachineProvider::name).sorted().toList();
        String hint = Nearest.hint(name, names);
        throw new BeltException.InvalidInput(
                        CliProblem.UNKNOWN_PROVIDER, "there is no provider named '" + name + "'")
                .withDetail(hint.isEmpty() ? "the providers are " + String.join(", ", names) : hint)
                .withRemedy("belt help providers");
    }
}
