package belt.provision;

import belt.core.BeltException;
import belt.provision.facts.HostFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What belt wants in `/etc/docker/daemon.json`, merged into what is there: a key that somebody set stays as it is; only
/// our own labels replace labels of the same name.
///
/// @param entries the whole file: key → value as JSON text
/// @param changed whether the file has to be written
/// @param hasHosts whether the file itself says where the engine listens
/// @param notes what the operator should know
record EngineSettings(
        Map<String, String> entries, boolean changed, boolean hasHosts, List<String> notes) {
    private static final Json.Raw TRUE = new Json.Raw("true");

    static EngineSettings of(HostFacts facts, NodeSpec spec) {
        Optional<String> existing = facts.content(NodePaths.ENGINE_CONFIG);
        Map<String, Object> before = parse(spec.name(), existing.orElse("{}"));
        Map<String, Object> after = merged(before, spec.labels());
        Map<String, String> entries = new LinkedHashMap<>();
        after.forEach((key, value) -> entries.put(key, Json.write(value)));
        List<String> notes =
                TRUE.equals(after.get("live-restore"))
                        ? List.of()
                        : List.of(
                                NodePaths.ENGINE_CONFIG
                                        + " turns live-restore off: containers end when the engine is restarted");
        return new EngineSettings(
                entries,
                existing.isEmpty() || !after.equals(before),
                after.containsKey("hosts"),
                notes);
    }

    /// The whole file for a machine that has none: key → value as JSON text.
    static Map<String, String> fresh(List<String> labels) {
        var entries = new LinkedHashMap<String, String>();
        merged(Map.of(), labels).forEach((key, value) -> entries.put(key, Json.write(value)));
        return entries;
    }

    private static Map<String, Object> merged(Map<String, Object> before, List<String> ours) {
        Map<String, Object> after = new LinkedHashMap<>(before);
        after.putIfAbsent("live-restore", TRUE);
        if (!after.containsKey("log-driver") && !after.containsKey("log-opts")) {
            after.put("log-driver", "json-file");
            Map<String, Object> limits = new LinkedHashMap<>();
            limits.put("max-size", "10m");
            limits.put("max-file", "3");
            after.put("log-opts", limits);
        }
        List<String> labels = labels(before.get("labels"), ours);
        if (!labels.isEmpty()) {
            after.put("labels", labels);
        }
        return after;
    }

    private static Map<String, Object> parse(String node, String text) {
        try {
            Object value = Json.parse(text.isBlank() ? "{}" : text);
            if (value instanceof Map<?, ?> map) {
                Map<String, Object> typed = new LinkedHashMap<>();
                map.forEach((k, v) -> typed.put(String.valueOf(k), v));
                return typed;
            }
            throw new IllegalArgumentException("line 1: an object expected");
        } catch (IllegalArgumentException e) {
            throw new BeltException.InvalidInput(
                    ProvisionProblem.ENGINE_CONFIG_UNREADABLE,
                    node + ": " + NodePaths.ENGINE_CONFIG + ": " + e.getMessage(),
                    e);
        }
    }

    private static List<String> labels(@Nullable Object before, List<String> ours) {
        var all = new ArrayList<String>();
        if (before instanceof List<?> list) {
            for (Object label : list) {
                String text = String.valueOf(label);
                if (ours.stream().noneMatch(o -> name(o).equals(name(text)))) {
                    all.add(text);
                }
            }
        }
        all.addAll(ours);
        return before instanceof List<?> list && list.size() == all.size() && list.containsAll(all)
                ? list.stream().map(String::valueOf).toList()
                : all;
    }

    private static String name(String label) {
        return label.split("=", 2)[0];
    }
}
