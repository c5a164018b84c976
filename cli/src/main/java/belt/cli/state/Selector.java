package belt.cli.state;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import belt.core.Nearest;
import belt.core.NodePattern;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Chooses among machines that exist: name patterns, globs (`web*`), groups (`@all`, `@managers`, `@workers`, `@down`),
/// labels and properties (`zone=a`, `region=nyc3`, `provider=local`). Commas and words unite; a leading `!` removes from
/// what stands before it. `belt help selectors` is its page.
public final class Selector {
    private final List<String> words;
    private final int maxNames;

    private Selector(List<String> words, int maxNames) {
        this.words = words;
        this.maxNames = maxNames;
    }

    /// @param words as written, commas not yet split
    /// @param maxNames how many names a pattern may make
    public static Selector of(List<String> words, int maxNames) {
        var parts = new ArrayList<String>();
        words.forEach(word -> parts.addAll(splitAtTopLevel(word)));
        return new Selector(List.copyOf(parts), maxNames);
    }

    /// Splits at commas that stand in no bracket.
    private static List<String> splitAtTopLevel(String word) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(word.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(word.substring(start));
        return parts;
    }

    /// The machines chosen, each once, in the order of the words.
    ///
    /// @param groups the groups a machine is in beside `@all` and `@down`, for example `managers`
    /// @throws BeltException.NotFound if a name does not exist or nothing is left, naming the nearest names
    public List<Machine> select(List<Machine> all, Function<Machine, Set<String>> groups) {
        var byName = new LinkedHashMap<String, Machine>();
        all.forEach(machine -> byName.put(machine.name(), machine));
        var chosen = new LinkedHashSet<Machine>();
        for (String word : words) {
            if (word.startsWith("!")) {
                chosen.removeAll(matching(word.substring(1), byName, groups));
            } else {
                chosen.addAll(matching(word, byName, groups));
            }
        }
        if (chosen.isEmpty()) {
            throw nothing(byName);
        }
        return List.copyOf(chosen);
    }

    private List<Machine> matching(
            String word, Map<String, Machine> byName, Function<Machine, Set<String>> groups) {
        if (word.startsWith("@")) {
            return filter(byName, inGroup(word.substring(1), groups));
        }
        int equals = word.indexOf('=');
        if (equals > 0) {
            return filter(
                    byName, hasProperty(word.substring(0, equals), word.substring(equals + 1)));
        }
        if (word.indexOf('*') >= 0 || word.indexOf('?') >= 0) {
            Predicate<String> glob = glob(word);
            return filter(byName, machine -> glob.test(machine.name()));
        }
        var machines = new ArrayList<Machine>();
        for (String name : NodePattern.parse(word).names(maxNames)) {
            Machine machine = byName.get(name);
            if (machine == null) {
                throw unknown(name, byName);
            }
            machines.add(machine);
        }
        return machines;
    }

    private static List<Machine> filter(Map<String, Machine> byName, Predicate<Machine> wanted) {
        return byName.values().stream().filter(wanted).toList();
    }

    private static Predicate<Machine> inGroup(String group, Function<Machine, Set<String>> groups) {
        return switch (group) {
            case "all" -> _ -> true;
            case "down" -> machine -> machine.state() != MachineState.ACTIVE;
            case "managers", "workers", "last-failed" ->
                    machine -> groups.apply(machine).contains(group);
            default -> {
                List<String> known = List.of("all", "managers", "workers", "down", "last-failed");
                String hint = Nearest.hint(group, known);
                throw new BeltException.InvalidInput(
                                CliProblem.NO_MATCH, "there is no group '@" + group + "'")
                        .withDetail(
                                hint.isEmpty()
                                        ? "the groups are @" + String.join(", @", known)
                                        : hint);
            }
        };
    }

    private static Predicate<Machine> hasProperty(String key, String value) {
        return switch (key) {
            case "region" -> machine -> machine.region().equals(value);
            case "provider" -> machine -> machine.provider().equals(value);
            case "size" -> machine -> machine.size().equals(value);
            default -> machine -> value.equals(machine.labels().get(key));
        };
    }

    private static Predicate<String> glob(String word) {
        var regex = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString()).asMatchPredicate();
    }

    private static BeltException unknown(String name, Map<String, Machine> byName) {
        String hint = Nearest.hint(name, byName.keySet());
        var problem =
                new BeltException.NotFound(
                        CliProblem.NO_MACHINE, "there is no machine named '" + name + "'");
        return (hint.isEmpty() ? problem : problem.withDetail(hint)).withRemedy("belt ls");
    }

    private BeltException nothing(Map<String, Machine> byName) {
        var problem =
                new BeltException.NotFound(
                        CliProblem.NO_MATCH,
                        "'" + String.join(",", words) + "' selects no machine");
        String hint = words.isEmpty() ? "" : Nearest.hint(words.getFirst(), byName.keySet());
        return (hint.isEmpty() ? problem : problem.withDetail(hint)).withRemedy("belt ls");
    }
}
