package belt.cli.command;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An option of a command: a typed key, by which {@link Call#get} finds its value. Commands hold them as final fields
/// and name them in their {@link Spec}.
///
/// @param <T> what a command gets
public final class Opt<T> {
    /// How an option takes its value.
    public enum Kind {
        /// Given or not; `--name=false` is accepted too.
        FLAG,
        /// How often it was given.
        COUNT,
        /// One value; the last one wins.
        ONE,
        /// A value each time it is given.
        MANY,
        /// Alone or with `=VALUE`, never with the next word.
        MAYBE
    }

    private final List<String> names;
    private final Kind kind;
    private final String label;
    private final Function<List<String>, T> read;
    private final @Nullable T fallback;
    private String help = "";
    private boolean hidden;

    private Opt(
            String names,
            Kind kind,
            String label,
            Function<List<String>, T> read,
            @Nullable T fallback) {
        this.names = List.of(names.split(", *"));
        this.kind = kind;
        this.label = label;
        this.read = read;
        this.fallback = fallback;
    }

    /// A switch, off unless given.
    ///
    /// @param names for example `-w, --wait`, the long one last
    public static Opt<Boolean> flag(String names) {
        return new Opt<>(names, Kind.FLAG, "", values -> !values.getLast().equals("false"), false);
    }

    /// A switch that counts, as in `-vv`.
    public static Opt<Integer> count(String names) {
        return new Opt<>(names, Kind.COUNT, "", List::size, 0);
    }

    /// A text without a default.
    ///
    /// @param label what help calls the value, in capitals
    public static Opt<String> text(String names, String label) {
        return of(names, label, text -> text);
    }

    /// A whole number without a default.
    public static Opt<Integer> number(String names, String label) {
        return of(names, label, Opt::wholeNumber);
    }

    /// A value of any type, without a default. `read` may throw {@link BeltException.InvalidInput} or
    /// `IllegalArgumentException`.
    public static <T> Opt<T> of(String names, String label, Function<String, T> read) {
        return new Opt<>(names, Kind.ONE, label, values -> read.apply(values.getLast()), null);
    }

    /// An option that may be given several times.
    public static Opt<List<String>> list(String names, String label) {
        return new Opt<>(names, Kind.MANY, label, List::copyOf, List.of());
    }

    /// As {@link #list}, each value also being a comma list.
    public static Opt<List<String>> commaList(String names, String label) {
        return new Opt<>(names, Kind.MANY, label, Opt::splitAtCommas, List.of());
    }

    /// An option that may be given several times, each value being `KEY=VALUE`; in the order given.
    public static Opt<Map<String, String>> pairs(String names, String label) {
        return new Opt<>(names, Kind.MANY, label, Opt::readPairs, Map.of());
    }

    /// An option with an optional value after `=`.
    ///
    /// @param alone what it means without a value
    public static Opt<String> maybe(String names, String label, String alone) {
        return new Opt<>(
                names,
                Kind.MAYBE,
                label,
                values -> values.getLast().isEmpty() ? alone : values.getLast(),
                null);
    }

    /// The same option with a default.
    public Opt<T> orElse(T value) {
        var copy = new Opt<>(String.join(", ", names), kind, label, read, value);
        copy.help = help;
        copy.hidden = hidden;
        return copy;
    }

    /// Sets the help text: one line, lower case, no full stop.
    public Opt<T> help(String text) {
        this.help = text;
        return this;
    }

    /// Leaves it out of the help.
    public Opt<T> hide() {
        this.hidden = true;
        return this;
    }

    public List<String> names() {
        return names;
    }

    /// The name to use in messages and in `BELT_…`.
    public String longName() {
        return names.getLast();
    }

    public Kind kind() {
        return kind;
    }

    public String label() {
        return label;
    }

    public String help() {
        return help;
    }

    public boolean hidden() {
        return hidden;
    }

    /// The default; null if there is none.
    public @Nullable T fallback() {
        return fallback;
    }

    /// Whether a value is written behind it as the next word.
    public boolean takesNextWord() {
        return kind == Kind.ONE || kind == Kind.MANY;
    }

    /// The environment variable that gives its default: `BELT_` and the long name in capitals.
    public String variable() {
        return "BELT_"
                + longName().replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// Reads the words given.
    ///
    /// @param values at least one
    /// @param origin what to call it in a message: the option or the variable
    T read(List<String> values, String origin) {
        try {
            return read.apply(values);
        } catch (BeltException.InvalidInput e) {
            var problem =
                    new BeltException.InvalidInput(e.code(), origin + ": " + e.getMessage(), e);
            e.detail().ifPresent(problem::withDetail);
            e.remedy().ifPresent(problem::withRemedy);
            throw problem;
        } catch (IllegalArgumentException e) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE,
                    origin + ": '" + values.getLast() + "' is not a value for " + label,
                    e);
        }
    }

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE, "'" + text + "' is not a whole number", e);
        }
    }

    private static Map<String, String> readPairs(List<String> texts) {
        var pairs = new LinkedHashMap<String, String>();
        for (String text : texts) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE, "'" + text + "' has not the form KEY=VALUE");
            }
            pairs.put(text.substring(0, at), text.substring(at + 1));
        }
        return pairs;
    }

    private static List<String> splitAtCommas(List<String> values) {
        var parts = new ArrayList<String>();
        values.forEach(value -> parts.addAll(List.of(value.split(","))));
        return parts.stream().map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    @Override
    public String toString() {
        return longName();
    }
}
