package belt.cli.dockermachine;

import belt.core.BeltException;
import belt.core.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The filters of `belt machine ls`: values of one key unite, different keys intersect.
///
/// @param byKey key → its values
record LsFilters(Map<String, List<String>> byKey) {
    private static final List<String> KEYS = List.of("driver", "swarm", "state", "name", "label");

    static LsFilters parse(List<String> texts) {
        var byKey = new LinkedHashMap<String, List<String>>();
        for (String text : texts) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw wrong("Unsupported filter syntax: '" + text + "' has not the form KEY=VALUE");
            }
            String key = text.substring(0, at).toLowerCase(java.util.Locale.ROOT);
            if (!KEYS.contains(key)) {
                String hint = Nearest.hint(key, KEYS);
                BeltException problem = wrong("Unsupported filter key '" + key + "'");
                throw hint.isEmpty() ? problem : problem.withDetail(hint);
            }
            if (key.equals("name")) {
                expression(text.substring(at + 1));
            }
            byKey.computeIfAbsent(key, _ -> new java.util.ArrayList<>())
                    .add(text.substring(at + 1));
        }
        return new LsFilters(byKey);
    }

    boolean matches(Ls.Row row) {
        return byKey.entrySet().stream()
                .allMatch(each ->
                        each.getValue().stream()
                                .anyMatch(value -> matches(row, each.getKey(), value)));
    }

    private static boolean matches(Ls.Row row, String key, String value) {
        return switch (key) {
            case "driver" -> row.machine().provider().equals(MachineWords.provider(value));
            case "state" -> row.state().equalsIgnoreCase(value);
            case "name" -> expression(value).matcher(row.machine().name()).find();
            case "label" -> hasLabel(row.machine().labels(), value);
            default -> false; // swarm: none of them has a classic master
        };
    }

    private static boolean hasLabel(Map<String, String> labels, String text) {
        int at = text.indexOf('=');
        return at < 0
                ? labels.containsKey(text)
                : text.substring(at + 1).equals(labels.get(text.substring(0, at)));
    }

    private static Pattern expression(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw wrong("'" + text + "' is no expression: " + e.getDescription());
        }
    }

    private static BeltException wrong(String message) {
        return new BeltException.InvalidInput(MachineProblem.FILTER, message);
    }
}
