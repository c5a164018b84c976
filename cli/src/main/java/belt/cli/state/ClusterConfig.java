package belt.cli.state;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/// A cluster's configuration, in 2016's form: one top key, the provider, and its options below. It is readable by all and
/// holds no secrets.
///
/// ```yaml
/// digitalocean:
///   region: sgp1
///   image: 18153887
/// ```
///
/// @param driver the provider's name
/// @param options its options, in the file's order
public record ClusterConfig(String driver, Map<String, String> options) {
    public ClusterConfig {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /// The same with some options changed; an empty value removes one.
    public ClusterConfig with(String newDriver, Map<String, String> changes) {
        var all = new LinkedHashMap<>(options);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                all.remove(key);
            } else {
                all.put(key, value);
            }
        });
        return new ClusterConfig(newDriver, all);
    }

    /// The file's text.
    public String yaml() {
        if (options.isEmpty()) {
            return driver + ": {}\n";
        }
        var text = new StringBuilder(driver).append(":\n");
        options.forEach((key, value) ->
                text.append("  ").append(key).append(": ").append(scalar(value)).append('\n'));
        return text.toString();
    }

    /// Numbers in quotes, as 2016 printed image ids; everything plain as it is.
    private static String scalar(String value) {
        boolean plain =
                value.matches("[A-Za-z][A-Za-z0-9_./-]*")
                        && !value.matches("(?i)true|false|yes|no|on|off|null");
        return plain
                ? value
                : '"'
                        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                        + '"';
    }

    /// Reads a file's text.
    ///
    /// @param origin what to call it in messages
    public static ClusterConfig parse(String text, String origin) {
        Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(origin).build()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String where =
                    e.getProblemMark()
                            .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                            .orElse("");
            throw bad(origin + where + ": " + e.getProblem());
        }
        if (!(root instanceof Map<?, ?> map) || map.size() != 1) {
            throw bad(origin + ": expected one provider with its options below");
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        var options = new LinkedHashMap<String, String>();
        if (only.getValue() instanceof Map<?, ?> below) {
            below.forEach((key, value) ->
                    options.put(String.valueOf(key), value == null ? "" : String.valueOf(value)));
        } else if (only.getValue() != null) {
            throw bad(
                    origin
                            + ": expected options below "
                            + only.getKey()
                            + ", found "
                            + only.getValue());
        }
        return new ClusterConfig(String.valueOf(only.getKey()), options);
    }

    private static BeltException bad(String message) {
        return new BeltException.InvalidInput(CliProblem.CONFIG, message);
    }
}
