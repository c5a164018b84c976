package belt.cli.command;

import belt.cli.problem.CliProblem;
import belt.cli.term.Io;
import belt.core.BeltException;
import belt.core.Nearest;
import belt.provider.ProviderSource;
import belt.provider.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// The providers: those on the class path, and those that a {@link ProviderSource} finds elsewhere.
public final class Providers {
    private Providers() {}

    /// All on the class path; each call makes them anew.
    public static List<ProviderType> all() {
        return ServiceLoader.load(ProviderType.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// Where to look beyond the class path.
    public static List<ProviderSource> sources() {
        return ServiceLoader.load(ProviderSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /// The name that records have, for a word that means a provider on the class path; any other word as it is.
    public static String recorded(String word) {
        return builtIn(word).map(ProviderType::name).orElse(word);
    }

    /// The provider on the class path that a word names. The class path is searched no further than to it: its jars are many.
    public static Optional<ProviderType> builtIn(String word) {
        for (ProviderType type : ServiceLoader.load(ProviderType.class)) {
            if (isNamed(type, word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(ProviderType type, String word) {
        return type.name().equals(word) || type.otherNames().contains(word);
    }

    /// The provider of this name, on the class path or elsewhere.
    ///
    /// @throws BeltException.InvalidInput naming the ones there are
    public static ProviderType require(String name, Io io) {
        Optional<ProviderType> builtIn = builtIn(name);
        if (builtIn.isPresent()) {
            return builtIn.get();
        }
        List<String> names = new ArrayList<>(all().stream().map(ProviderType::name).toList());
        for (ProviderSource source : sources()) {
            Optional<ProviderType> found = source.find(name, io.env());
            if (found.isPresent()) {
                return found.get();
            }
            names.addAll(source.places(io.env()).keySet());
        }
        names = names.stream().distinct().sorted().toList();
        String hint = Nearest.hint(name, names);
        throw new BeltException.InvalidInput(
                        CliProblem.UNKNOWN_PROVIDER, "there is no provider named '" + name + "'")
                .withDetail(hint.isEmpty() ? "the providers are " + String.join(", ", names) : hint)
                .withRemedy("belt provider ls");
    }
}
