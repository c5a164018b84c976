package belt.control.constraint;

import belt.control.ControlProblem;
import belt.core.BeltException;
import belt.model.Node;
import belt.model.Role;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// One placement constraint, `node.labels.zone==a` (swarm-semantics §3.4). Values are compared without regard to case and
/// without patterns; several constraints must all hold.
///
/// @param key as written, without blanks around it
/// @param equal whether the operator is `==`; else `!=`
/// @param value as written, without blanks around it
public record Constraint(String key, boolean equal, String value) {
    private static final Pattern KEY = Pattern.compile("(?i)[a-z_][a-z0-9\\-_.]+");
    private static final Pattern VALUE =
            Pattern.compile("(?i)[a-z0-9:\\-_\\s.*()?+\\[\\]\\\\^$|/]+");
    private static final String NODE_LABELS = "node.labels.";
    private static final String ENGINE_LABELS = "engine.labels.";

    /// Reads one.
    ///
    /// @throws BeltException.InvalidInput with Swarm's text if it cannot be read
    public static Constraint parse(String text) {
        for (String operator : List.of("==", "!=")) {
            int at = text.indexOf(operator);
            if (at >= 0) {
                String key = text.substring(0, at).strip();
                String value = text.substring(at + 2).strip();
                check(KEY, "key", key);
                check(VALUE, "value", value);
                return new Constraint(key, operator.equals("=="), value);
            }
        }
        throw bad("constraint expected one operator from ==, !=");
    }

    /// Reads all of them.
    ///
    /// @throws BeltException.InvalidInput on the first that cannot be read
    public static List<Constraint> parse(List<String> texts) {
        return texts.stream().map(Constraint::parse).toList();
    }

    /// Whether the node meets all of them.
    public static boolean allMatch(List<Constraint> constraints, Node node) {
        for (Constraint each : constraints) {
            if (!each.matches(node)) {
                return false;
            }
        }
        return true;
    }

    private static void check(Pattern pattern, String part, String text) {
        if (!pattern.matcher(text).matches()) {
            throw bad(part + " '" + text + "' is invalid");
        }
    }

    private static BeltException bad(String message) {
        return new BeltException.InvalidInput(ControlProblem.BAD_CONSTRAINT, message);
    }

    /// Whether the node meets it. An unknown key is met by no node.
    public boolean matches(Node node) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "node.id" -> compare(node.id().value());
            case "node.hostname" -> compare(node.description().hostname());
            case "node.ip" -> AddressRange.parse(value).matches(node.status().address(), equal);
            case "node.role" -> compare(node.role() == Role.MANAGER ? "manager" : "worker");
            case "node.platform.os" -> compare(node.description().platform().os());
            case "node.platform.arch" -> compare(node.description().platform().architecture());
            default -> matchesLabel(node);
        };
    }

    private boolean matchesLabel(Node node) {
        if (startsWith(NODE_LABELS)) {
            String label = key.substring(NODE_LABELS.length());
            return compare(node.spec().labels().getOrDefault(label, ""));
        }
        if (startsWith(ENGINE_LABELS)) {
            String label = key.substring(ENGINE_LABELS.length());
            return compare(node.description().engine().labels().getOrDefault(label, ""));
        }
        return false;
    }

    private boolean startsWith(String prefix) {
        return key.length() > prefix.length()
                && key.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private boolean compare(String actual) {
        return actual.equalsIgnoreCase(value) == equal;
    }
}
