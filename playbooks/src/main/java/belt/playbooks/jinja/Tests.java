package belt.playbooks.jinja;

import belt.core.Nearest;
import belt.playbooks.PlaybookProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `is …`: Jinja's simple tests, and Ansible's about a registered result.
final class Tests {
    private static final List<String> KNOWN =
            List.of(
                    "defined",
                    "undefined",
                    "none",
                    "string",
                    "number",
                    "mapping",
                    "even",
                    "odd",
                    "true",
                    "false",
                    "failed",
                    "succeeded",
                    "success",
                    "changed",
                    "skipped");

    private Tests() {}

    static boolean holds(String name, @Nullable Object value, int offset) {
        if (!KNOWN.contains(name)) {
            String hint = Nearest.hint(name, KNOWN);
            throw JinjaException.unsupported(
                    offset, "the test '" + name + "'" + (hint.isEmpty() ? "" : " (" + hint + ")"));
        }
        if (value instanceof Evaluator.Undefined(int at, String message)) {
            return switch (name) {
                case "defined" -> false;
                case "undefined" -> true;
                default -> throw new JinjaException(PlaybookProblem.UNDEFINED, at, message);
            };
        }
        return switch (name) {
            case "defined" -> true;
            case "undefined" -> false;
            case "none" -> value == null;
            case "string" -> value instanceof String;
            case "number" -> Values.isNumber(value);
            case "mapping" -> value instanceof Map<?, ?>;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "even" -> Math.floorMod(whole(value, offset), 2) == 0;
            case "odd" -> Math.floorMod(whole(value, offset), 2) == 1;
            case "succeeded", "success" -> !flag(value, "failed", offset);
            default -> flag(value, name, offset);
        };
    }

    private static long whole(@Nullable Object value, int offset) {
        if (value instanceof Long n) {
            return n;
        }
        throw JinjaException.wrong(offset, Values.kind(value) + " is neither even nor odd");
    }

    private static boolean flag(@Nullable Object value, String name, int offset) {
        if (value instanceof Map<?, ?> result && result.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw JinjaException.wrong(
                offset, Values.kind(value) + " is not a task's result: register one");
    }
}
