package belt.playbooks.jinja;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as Python sees them: strings, `Long`, `Double`, `Boolean`, lists, maps, and null for none.
final class Values {
    private Values() {}

    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Long n -> n != 0;
            case Double d -> d != 0;
            case String s -> !s.isEmpty();
            case List<?> l -> !l.isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            default -> throw new IllegalStateException("a value of " + value.getClass());
        };
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (isNumber(a) && isNumber(b)) {
            return number(a) == number(b);
        }
        return Objects.equals(a, b);
    }

    /// In Python a truth value is a number, too.
    static boolean isNumber(@Nullable Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    static double number(@Nullable Object value) {
        return switch (value) {
            case Long n -> n;
            case Double d -> d;
            case Boolean b -> b ? 1 : 0;
            case null, default -> throw new IllegalStateException("not a number: " + value);
        };
    }

    /// What `{{ value }}` prints.
    static String print(@Nullable Object value, int offset) {
        return switch (value) {
            case null -> throw JinjaException.unsupported(offset, "printing none");
            case String s -> s;
            default -> repr(value, offset);
        };
    }

    /// What Python's `repr` gives. A text that would need escapes that we do not share is refused.
    static String repr(@Nullable Object value, int offset) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Long n -> n.toString();
            case Double d -> decimal(d, offset);
            case String s -> quoted(s, offset);
            case List<?> l ->
                    l.stream()
                            .map(v -> repr(v, offset))
                            .collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> m ->
                    m.entrySet().stream()
                            .map(e -> repr(e.getKey(), offset) + ": " + repr(e.getValue(), offset))
                            .collect(Collectors.joining(", ", "{", "}"));
            default -> throw new IllegalStateException("a value of " + value.getClass());
        };
    }

    private static String decimal(double d, int offset) {
        String text = Double.toString(d);
        if (text.contains("E") || text.contains("N") || text.contains("I")) {
            throw JinjaException.unsupported(offset, "printing the number " + text);
        }
        return text;
    }

    private static String quoted(String text, int offset) {
        if (text.chars().anyMatch(c -> c < 0x20 || c >= 0x7f || c == '\\')) {
            throw JinjaException.unsupported(
                    offset, "printing a list of texts with special characters");
        }
        boolean single = text.indexOf('\'') >= 0;
        if (single && text.indexOf('"') >= 0) {
            throw JinjaException.unsupported(offset, "printing a list of texts with both quotes");
        }
        return single ? '"' + text + '"' : '\'' + text + '\'';
    }

    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Boolean _ -> "a truth value";
            case Long _ -> "a number";
            case Double _ -> "a number";
            case String _ -> "a string";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a dictionary";
            default -> value.getClass().getSimpleName();
        };
    }
}
