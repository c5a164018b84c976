package belt.http.check;

import belt.http.shape.Rpc;
import java.util.List;
import java.util.regex.Pattern;

/// The grammar of placement constraints (swarm-semantics §3.4). SwarmKit's errors carry no code, hence status 500.
final class Constraints {
    private static final Pattern KEY = Pattern.compile("[a-zA-Z_][a-zA-Z0-9._-]+");
    private static final Pattern VALUE =
            Pattern.compile("[\\w\\s:\\-.*()?+\\[\\]\\\\^$|/]+", Pattern.UNICODE_CHARACTER_CLASS);

    private Constraints() {}

    static void check(List<String> constraints) {
        constraints.forEach(Constraints::check);
    }

    private static void check(String constraint) {
        int at = constraint.indexOf("==");
        if (at < 0) {
            at = constraint.indexOf("!=");
        }
        if (at < 0) {
            throw Rpc.unknown("constraint expected one operator from ==, !=");
        }
        String key = constraint.substring(0, at).strip();
        String value = constraint.substring(at + 2).strip();
        if (!KEY.matcher(key).matches()) {
            throw Rpc.unknown("key '" + key + "' is invalid");
        }
        if (!VALUE.matcher(value).matches()) {
            throw Rpc.unknown("value '" + value + "' is invalid");
        }
    }
}
