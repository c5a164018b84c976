package belt.playbooks.jinja;

import belt.core.Nearest;
import belt.provision.ssh.ShellWord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The filters, each with the meaning that Jinja2 or Ansible gives it. `default` is the evaluator's own.
final class Filters {
    private static final List<String> KNOWN =
            List.of(
                    "default",
                    "d",
                    "lower",
                    "upper",
                    "trim",
                    "join",
                    "length",
                    "count",
                    "first",
                    "last",
                    "replace",
                    "int",
                    "string",
                    "sort",
                    "quote",
                    "b64encode",
                    "basename",
                    "dirname",
                    "abs",
                    "bool");

    private Filters() {}

    static @Nullable Object apply(
            String name, @Nullable Object of, List<@Nullable Object> arguments, int offset) {
        checkArguments(name, arguments, offset);
        return switch (name) {
            case "lower" -> text(name, of, offset).toLowerCase(Locale.ROOT);
            case "upper" -> text(name, of, offset).toUpperCase(Locale.ROOT);
            case "trim" -> text(name, of, offset).strip();
            case "length", "count" -> length(of, offset);
            case "string" -> Values.print(of, offset);
            case "int" -> integer(of, arguments, offset);
            case "bool" -> bool(of, offset);
            case "abs" -> absolute(of, offset);
            case "first" -> end(of, offset, true);
            case "last" -> end(of, offset, false);
            case "join" -> join(of, arguments, offset);
            case "replace" -> replace(of, arguments, offset);
            case "sort" -> sort(of, offset);
            case "quote" -> quote(text(name, of, offset));
            case "b64encode" ->
                    Base64.getEncoder()
                            .encodeToString(
                                    text(name, of, offset).getBytes(StandardCharsets.UTF_8));
            case "basename" -> {
                String path = text(name, of, offset);
                yield path.substring(path.lastIndexOf('/') + 1);
            }
            case "dirname" -> dirname(text(name, of, offset));
            default -> {
                String hint = Nearest.hint(name, KNOWN);
                throw JinjaException.unsupported(
                        offset,
                        "the filter '" + name + "'" + (hint.isEmpty() ? "" : " (" + hint + ")"));
            }
        };
    }

    private static void checkArguments(String name, List<@Nullable Object> arguments, int offset) {
        int most =
                switch (name) {
                    case "join", "int" -> 1;
                    case "replace" -> 2;
                    default -> 0;
                };
        if (KNOWN.contains(name) && arguments.size() > most) {
            throw JinjaException.unsupported(
                    offset, "the filter '" + name + "' with " + arguments.size() + " arguments");
        }
    }

    private static String text(String filter, @Nullable Object value, int offset) {
        if (value instanceof String text) {
            return text;
        }
        throw JinjaException.wrong(
                offset, "the filter '" + filter + "' needs a string, not " + Values.kind(value));
    }

    private static Long length(@Nullable Object value, int offset) {
        return switch (value) {
            case String s -> (long) s.codePointCount(0, s.length());
            case Collection<?> c -> (long) c.size();
            case Map<?, ?> m -> (long) m.size();
            case null, default ->
                    throw JinjaException.wrong(offset, Values.kind(value) + " has no length");
        };
    }

    private static Object integer(
            @Nullable Object value, List<@Nullable Object> arguments, int offset) {
        return switch (value) {
            case Long n -> n;
            case Double d -> (long) d.doubleValue();
            case Boolean b -> b ? 1L : 0L;
            case String s when s.strip().matches("[+-]?\\d{1,18}") -> Long.parseLong(s.strip());
            case String s when s.strip().matches("[+-]?\\d{1,15}\\.\\d*") ->
                    (long) Double.parseDouble(s.strip());
            case null, default -> {
                Object otherwise = arguments.isEmpty() ? Long.valueOf(0) : arguments.getFirst();
                if (otherwise == null) {
                    throw JinjaException.unsupported(offset, "'int' with none as its default");
                }
                yield otherwise;
            }
        };
    }

    /// Ansible's words for yes and no; Ansible itself takes everything else for no, with a warning.
    private static Object bool(@Nullable Object value, int offset) {
        return switch (value) {
            case Boolean b -> b;
            case Long n when n == 0 || n == 1 -> n == 1;
            case String s ->
                    switch (s.toLowerCase(Locale.ROOT)) {
                        case "yes", "on", "1", "true" -> true;
                        case "no", "off", "0", "false" -> false;
                        default ->
                                throw JinjaException.wrong(
                                        offset, "'" + s + "' is neither yes nor no");
                    };
            case null, default ->
                    throw JinjaException.wrong(
                            offset, Values.kind(value) + " is neither yes nor no");
        };
    }

    private static Object absolute(@Nullable Object value, int offset) {
        return switch (value) {
            case Long n -> Math.absExact(n);
            case Double d -> Math.abs(d);
            case null, default ->
                    throw JinjaException.wrong(offset, Values.kind(value) + " has no size");
        };
    }

    private static @Nullable Object end(@Nullable Object value, int offset, boolean first) {
        if (value instanceof List<?> list) {
            if (list.isEmpty()) {
                return new Evaluator.Undefined(offset, "the list is empty");
            }
            return first ? list.getFirst() : list.getLast();
        }
        if (value instanceof String text && !text.isEmpty()) {
            int at = first ? 0 : text.length() - 1;
            return text.substring(at, at + 1);
        }
        throw JinjaException.wrong(
                offset, Values.kind(value) + " has no " + (first ? "first" : "last") + " item");
    }

    private static String join(
            @Nullable Object value, List<@Nullable Object> arguments, int offset) {
        String between = arguments.isEmpty() ? "" : Values.print(arguments.getFirst(), offset);
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> Values.print(item, offset))
                    .collect(Collectors.joining(between));
        }
        throw JinjaException.wrong(offset, "'join' needs a list, not " + Values.kind(value));
    }

    private static String replace(
            @Nullable Object value, List<@Nullable Object> arguments, int offset) {
        if (arguments.size() == 2
                && arguments.get(0) instanceof String from
                && arguments.get(1) instanceof String to) {
            return text("replace", value, offset).replace(from, to);
        }
        throw JinjaException.wrong(offset, "'replace' needs two strings");
    }

    /// Jinja sorts strings without regard to case, and keeps the order of equal ones.
    private static List<@Nullable Object> sort(@Nullable Object value, int offset) {
        if (!(value instanceof List<?> list)) {
            throw JinjaException.wrong(offset, "'sort' needs a list, not " + Values.kind(value));
        }
        var sorted = new ArrayList<@Nullable Object>(list);
        if (list.stream().allMatch(String.class::isInstance)) {
            sorted.sort(
                    Comparator.comparing(item -> String.valueOf(item).toLowerCase(Locale.ROOT)));
        } else if (list.stream().allMatch(Values::isNumber)) {
            sorted.sort(Comparator.comparingDouble(Values::number));
        } else {
            throw JinjaException.unsupported(offset, "sorting a list of different kinds");
        }
        return sorted;
    }

    /// Python's `shlex.quote`.
    private static String quote(String text) {
        String word = ShellWord.quote(text);
        return word.equals(text) ? text : "'" + text.replace("'", "'\"'\"'") + "'";
    }

    private static String dirname(String path) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return "";
        }
        String head = path.substring(0, slash + 1);
        String stripped = head.replaceAll("/+$", "");
        return stripped.isEmpty() ? head : stripped;
    }
}
