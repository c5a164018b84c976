package belt.daemon;

import belt.core.BeltException;
import belt.core.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads `beltd.yaml`. An unknown key is an error that names the nearest known one.
final class ConfigFile {
    private static final List<String> KEYS =
            List.of(
                    "format",
                    "advertise-addr",
                    "hostname",
                    "state-dir",
                    "run-dir",
                    "api-listen",
                    "cluster-port",
                    "raft-port",
                    "tls-dir",
                    "engine-socket",
                    "labels",
                    "log-level");
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");

    private final Path file;
    private final Map<?, ?> values;

    private ConfigFile(Path file, Map<?, ?> values) {
        this.file = file;
        this.values = values;
    }

    /// @throws BeltException.InvalidInput if the file cannot be read or says something that cannot be
    static DaemonConfig read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new BeltException.InvalidInput(
                    DaemonProblem.CONFIG,
                    "configuration " + file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    static DaemonConfig parse(Path file, String text) {
        Object root;
        try {
            root =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromString(text);
        } catch (YamlEngineException e) {
            throw new BeltException.InvalidInput(
                    DaemonProblem.CONFIG, String.valueOf(e.getMessage()).strip(), e);
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw new BeltException.InvalidInput(DaemonProblem.CONFIG, file + " holds no keys");
        }
        var config = new ConfigFile(file, map);
        config.refuseUnknownKeys();
        return config.toConfig();
    }

    private void refuseUnknownKeys() {
        for (Object key : new TreeSet<>(values.keySet().stream().map(String::valueOf).toList())) {
            if (!KEYS.contains(key)) {
                List<String> near = Nearest.to(key.toString(), KEYS);
                throw invalid(
                        "unknown key "
                                + key
                                + (near.isEmpty()
                                        ? ""
                                        : "; did you mean " + near.getFirst() + "?"));
            }
        }
        int format = number("format", DaemonConfig.FORMAT, 1, Integer.MAX_VALUE);
        if (format > DaemonConfig.FORMAT) {
            throw invalid(
                    "format is " + format + ", this beltd reads up to " + DaemonConfig.FORMAT);
        }
    }

    private DaemonConfig toConfig() {
        String address = text("advertise-addr", "");
        if (address.isEmpty()) {
            throw invalid("advertise-addr is missing");
        }
        DaemonConfig d = DaemonConfig.of(address);
        String level = text("log-level", d.logLevel());
        if (!LEVELS.contains(level)) {
            throw invalid("log-level is " + level + ", not one of " + String.join(", ", LEVELS));
        }
        return new DaemonConfig(
                address,
                text("hostname", d.hostname()),
                Path.of(text("state-dir", d.stateDir().toString())),
                Path.of(text("run-dir", d.runDir().toString())),
                text("api-listen", d.apiListen()),
                number("cluster-port", d.clusterPort(), 1, 65_535),
                number("raft-port", d.raftPort(), 1, 65_535),
                Path.of(text("tls-dir", d.tlsDir().toString())),
                text("engine-socket", d.engineSocket()),
                labels(),
                level);
    }

    private String text(String key, String missing) {
        Object value = values.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw invalid(key + " is no text");
        }
        return value.toString();
    }

    private int number(String key, int missing, int least, int most) {
        Object value = values.get(key);
        if (value == null) {
            return missing;
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        throw invalid(key + " is " + value + ", not a number from " + least + " to " + most);
    }

    private List<String> labels() {
        @Nullable Object value = values.get("labels");
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw invalid("labels is no list");
        }
        var labels = new ArrayList<String>();
        for (Object label : list) {
            if (!(label instanceof String text) || text.indexOf('=') < 1) {
                throw invalid("label " + label + " has not the form key=value");
            }
            labels.add(text);
        }
        return labels;
    }

    private BeltException invalid(String what) {
        return new BeltException.InvalidInput(DaemonProblem.CONFIG, file + ": " + what);
    }
}
