package belt.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the command line said: the words of each option that was given, and the arguments.
///
/// @param options the words given per option, in order; a flag's words are `true` or `false`
/// @param arguments the other words
/// @param env where `BELT_…` defaults are looked up
public record Values(
        Map<Opt<?>, List<String>> options, List<String> arguments, Map<String, String> env) {
    public Values {
        options = Map.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /// The value of an option: from the command line, else from its `BELT_…` variable, else its default.
    public <T> Optional<T> find(Opt<T> option) {
        List<String> words = options.get(option);
        if (words != null) {
            return Optional.of(option.read(words, option.longName()));
        }
        String variable = option.variable();
        String value = env.get(variable);
        if (value != null && !value.isEmpty()) {
            return Optional.of(option.read(List.of(value), variable));
        }
        return Optional.ofNullable(option.fallback());
    }

    /// Whether the option stands on the command line itself.
    public boolean given(Opt<?> option) {
        return options.containsKey(option);
    }
}
