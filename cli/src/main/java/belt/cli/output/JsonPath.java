package belt.cli.output;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A small part of JSONPath: `.a.b`, `['a']`, `[0]`, `[-1]`, `[*]`, `.*`, with or without a leading `$` and braces around.
/// More than that is `jq`'s work.
final class JsonPath {
    private final List<String> steps;

    private JsonPath(List<String> steps) {
        this.steps = steps;
    }

    static JsonPath parse(String text) {
        String path = text.strip();
        if (path.startsWith("{") && path.endsWith("}")) {
            path = path.substring(1, path.length() - 1);
        }
        if (path.startsWith("$")) {
            path = path.substring(1);
        }
        var steps = new ArrayList<String>();
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            int end;
            if (c == '[') {
                end = path.indexOf(']', at);
                if (end < 0) {
                    throw wrong(text);
                }
                steps.add(path.substring(at + 1, end).replaceAll("^['\"]|['\"]$", ""));
                at = end + 1;
                continue;
            }
            at += c == '.' ? 1 : 0;
            end = at;
            while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                end++;
            }
            if (end == at && end < path.length()) {
                throw wrong(text);
            }
            if (end > at) {
                steps.add(path.substring(at, end));
            }
            at = end;
        }
        return new JsonPath(List.copyOf(steps));
    }

    /// Everything that the path leads to; what does not exist is left out.
    List<Object> select(Object data) {
        List<Object> found = List.of(data);
        for (String step : steps) {
            var next = new ArrayList<Object>();
            for (Object each : found) {
                step(each, step, next);
            }
            found = next;
        }
        return found;
    }

    private static void step(Object data, String step, List<Object> found) {
        switch (data) {
            case Map<?, ?> map when step.equals("*") -> found.addAll(map.values());
            case Map<?, ?> map -> {
                Object value = map.get(step);
                if (value != null) {
                    found.add(value);
                }
            }
            case List<?> list when step.equals("*") -> found.addAll(list);
            case List<?> list when step.matches("-?\\d{1,9}") -> {
                int index = Integer.parseInt(step);
                int at = index < 0 ? list.size() + index : index;
                if (at >= 0 && at < list.size()) {
                    found.add(list.get(at));
                }
            }
            default -> {}
        }
    }

    private static BeltException wrong(String text) {
        return new BeltException.InvalidInput(CliProblem.BAD_FORMAT, "'" + text + "' is not a path")
                .withDetail(
                        "a path looks like .items[0].name or [*].name; for more pipe -o json to jq");
    }
}
