package belt.provider;

import belt.core.BeltException;
import belt.core.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The options of a provider, read: spellings made one, environment and defaults filled in.
///
/// @param provider the provider's name, for messages
/// @param values key → value; only what is set
public record ProviderOptions(String provider, Map<String, String> values) {
    /// The key of the option that names a file with user data, for providers that have one.
    public static final String USER_DATA = "userdata";

    public ProviderOptions {
        values = Map.copyOf(values);
    }

    /// Reads the options of a context.
    ///
    /// @throws BeltException.InvalidInput for an unknown one, naming the nearest, and for a credential among them
    public static ProviderOptions read(ProviderType type, ProviderContext context) {
        var values = new LinkedHashMap<String, String>();
        for (ProviderOption option : type.options()) {
            if (!option.secret() && !option.key().endsWith(".*")) {
                Optional<String> set =
                        option.environment().stream()
                                .flatMap(name -> context.around().variable(name).stream())
                                .findFirst();
                String value = set.orElse(option.usual());
                if (!value.isEmpty()) {
                    values.put(option.key(), value);
                }
            }
        }
        context.options().forEach((word, value) -> values.put(keyOf(type, word), value));
        return new ProviderOptions(type.name(), values);
    }

    /// The value; empty if it is not set or set to nothing.
    public Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
    }

    /// The value, or this one.
    public String get(String key, String other) {
        return find(key).orElse(other);
    }

    /// What the file with user data holds that the option {@link #USER_DATA} names, with which Docker Machine's drivers took
    /// it; empty if none is set.
    ///
    /// @throws BeltException.InvalidInput if it cannot be read
    public Optional<String> userData() {
        return find(USER_DATA)
                .map(file -> {
                    try {
                        return Files.readString(Path.of(file));
                    } catch (IOException | InvalidPathException e) {
                        throw bad(USER_DATA, "it cannot be read: " + e);
                    }
                });
    }

    /// The words of a list with commas between.
    public List<String> words(String key) {
        return Arrays.stream(get(key, "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /// Whether a switch is on: `true`, `yes`, `on` or `1`.
    ///
    /// @throws BeltException.InvalidInput for anything but these and their opposites
    public boolean has(String key) {
        return switch (get(key, "false")) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw bad(key, "it is true or false");
        };
    }

    /// A whole number.
    ///
    /// @throws BeltException.InvalidInput if it is none or out of range
    public int number(String key, int other, int least, int most) {
        try {
            int number = Integer.parseInt(get(key, Integer.toString(other)));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw bad(key, "it is a number from " + least + " to " + most);
    }

    /// Refuses a file that is named and cannot be read.
    ///
    /// @throws BeltException.InvalidInput with the path
    public void requireReadable(String key) {
        find(key)
                .ifPresent(file -> {
                    if (!Files.isReadable(Path.of(file))) {
                        throw bad(key, "there is no such file, or you may not read it");
                    }
                });
    }

    /// The failure of a value that cannot be used.
    ///
    /// @param expected the second line: what it may be
    public BeltException bad(String key, String expected) {
        return new BeltException.InvalidInput(
                        ProviderProblem.UNKNOWN_OPTION,
                        "option " + key + " of provider " + provider + " is " + get(key, "empty"))
                .withDetail(expected);
    }

    /// The key of the option that a word names.
    ///
    /// @throws BeltException.InvalidInput if it names none, naming the nearest, or a credential
    public static String keyOf(ProviderType type, String word) {
        for (ProviderOption option : type.options()) {
            if (option.isNamed(word)) {
                if (option.secret()) {
                    throw new BeltException.InvalidInput(
                                    ProviderProblem.SECRET_OPTION,
                                    "option "
                                            + option.key()
                                            + " of provider "
                                            + type.name()
                                            + " is a secret")
                            .withDetail("it comes from the environment or from an account")
                            .withRemedy(
                                    "belt account add NAME "
                                            + type.name()
                                            + " "
                                            + option.key()
                                            + "=env:VARIABLE");
                }
                return option.key().endsWith(".*") ? word : option.key();
            }
        }
        List<String> known =
                type.options().stream()
                        .filter(option -> !option.secret())
                        .map(ProviderOption::key)
                        .toList();
        String hint = Nearest.hint(word, known);
        throw new BeltException.InvalidInput(
                        ProviderProblem.UNKNOWN_OPTION,
                        "provider " + type.name() + " has no option " + word)
                .withDetail(
                        known.isEmpty()
                                ? "it has none"
                                : hint.isEmpty() ? "it has " + String.join(", ", known) : hint);
    }
}
