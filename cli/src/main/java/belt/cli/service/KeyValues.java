package belt.cli.service;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `KEY=VALUE` words. A word without `=` is a key with an empty value, as docker has it for labels.
public final class KeyValues {
    private KeyValues() {}

    public static Map<String, String> of(List<String> words) {
        var values = new LinkedHashMap<String, String>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals == 0 || word.isEmpty()) {
                throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE, "'" + word + "' is not KEY=VALUE");
            }
            values.put(
                    equals < 0 ? word : word.substring(0, equals),
                    equals < 0 ? "" : word.substring(equals + 1));
        }
        return values;
    }
}
