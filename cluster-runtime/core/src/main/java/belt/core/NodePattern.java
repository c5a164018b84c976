package belt.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// A pattern that stands for one name or many: the one grammar for machine and node names in arguments and files.
///
/// | written | means |
/// |---|---|
/// | `node3` | itself |
/// | `node[1:4]` | node1 … node4, both ends included |
/// | `web[01:10]` | web01 … web10: a bound with leading zeros keeps its width |
/// | `node[1:9:2]` | node1, node3, … node9 |
/// | `node[1,3,7:9]` | a list of numbers and ranges |
/// | `node[a:c]` | single letters of one case |
/// | `r[1:2]n[1:3]` | every combination, the first bracket varying slowest |
/// | `{sgp1,nyc3}-w[1:3]` | a list of words, each of which may be a pattern |
/// | `192.168.99.[101:103]:2375` | addresses, with a port |
/// | `a[1:2],b7` | the union, in the order written |
///
/// Whatever has a bracket and is no valid range is an error with a caret under the column, never a name.
public final class NodePattern {
    /// How many names a pattern may make where nobody allowed more.
    public static final int LIMIT = 10_000;

    private final String text;
    private final List<Sequence> alternatives;

    private NodePattern(String text, List<Sequence> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /// Reads a pattern.
    ///
    /// @throws BeltException.InvalidInput with code `pattern.invalid`; its detail shows the pattern and a caret
    public static NodePattern parse(String text) {
        return new NodePattern(text, new NodePatternParser(text).parse());
    }

    /// The names of one pattern, at most {@link #LIMIT}.
    public static List<String> expand(String text) {
        return parse(text).names();
    }

    /// The names of several patterns, each name once, in the order of first mention.
    ///
    /// @param limit how many names all patterns together may make
    public static List<String> expandAll(Collection<String> texts, int limit) {
        var names = new LinkedHashSet<String>();
        for (String text : texts) {
            names.addAll(parse(text).names(limit));
            if (names.size() > limit) {
                throw tooMany(String.join(" ", texts), names.size(), limit);
            }
        }
        return List.copyOf(names);
    }

    /// How many names it stands for, duplicates counted; `Long.MAX_VALUE` if more than a long can hold.
    public long count() {
        return alternatives.stream().mapToLong(Sequence::count).reduce(0, NodePattern::addCapped);
    }

    /// All names, each once, in the order written.
    ///
    /// @throws BeltException.InvalidInput if there are more than {@link #LIMIT}
    public List<String> names() {
        return names(LIMIT);
    }

    /// As {@link #names()} with another limit.
    public List<String> names(int limit) {
        long count = count();
        if (count > limit) {
            throw tooMany(text, count, limit);
        }
        var names = new LinkedHashSet<String>();
        alternatives.forEach(each -> names.addAll(each.names()));
        return List.copyOf(names);
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return text;
    }

    private static BeltException tooMany(String text, long count, int limit) {
        String made = count == Long.MAX_VALUE ? "far too many" : Long.toString(count);
        return new BeltException.InvalidInput(
                        CoreProblem.PATTERN,
                        text + " makes " + made + " names, more than the limit of " + limit)
                .withDetail("--max-names or BELT_MAX_NAMES allows more");
    }

    static long addCapped(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    static long multiplyCapped(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /// A piece of a pattern.
    sealed interface Part {
        /// How many texts it stands for.
        long count();

        /// These texts, in order. Only asked for once the whole count is known to be within the limit.
        List<String> texts();
    }

    /// Plain text.
    record Literal(String text) implements Part {
        @Override
        public long count() {
            return 1;
        }

        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }

    /// What stands in square brackets.
    record Brackets(List<Range> ranges) implements Part {
        @Override
        public long count() {
            return ranges.stream().mapToLong(Range::count).reduce(0, NodePattern::addCapped);
        }

        @Override
        public List<String> texts() {
            return ranges.stream().flatMap(range -> range.texts().stream()).toList();
        }
    }

    /// What stands in braces.
    record Braces(List<Sequence> words) implements Part {
        @Override
        public long count() {
            return words.stream().mapToLong(Sequence::count).reduce(0, NodePattern::addCapped);
        }

        @Override
        public List<String> texts() {
            return words.stream().flatMap(word -> word.names().stream()).toList();
        }
    }

    /// Numbers or letters from one bound to another.
    ///
    /// @param first the first value; a character's code where `letters`
    /// @param last the last value, at least `first`
    /// @param step at least 1
    /// @param width digits to pad to with zeros; 0 for none
    record Range(long first, long last, long step, int width, boolean letters) {
        long count() {
            return addCapped((last - first) / step, 1);
        }

        List<String> texts() {
            var texts = new ArrayList<String>();
            long count = count();
            for (long i = 0; i < count; i++) {
                texts.add(text(first + i * step));
            }
            return texts;
        }

        private String text(long value) {
            if (letters) {
                return String.valueOf((char) value);
            }
            String digits = Long.toString(value);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }

    /// Parts one after the other: the product of what they stand for.
    record Sequence(List<Part> parts) {
        long count() {
            return parts.stream().mapToLong(Part::count).reduce(1, NodePattern::multiplyCapped);
        }

        List<String> names() {
            List<String> names = List.of("");
            for (Part part : parts) {
                List<String> texts = part.texts();
                var longer = new ArrayList<String>(names.size() * texts.size());
                for (String name : names) {
                    for (String text : texts) {
                        longer.add(name + text);
                    }
                }
                names = longer;
            }
            return names;
        }
    }
}
