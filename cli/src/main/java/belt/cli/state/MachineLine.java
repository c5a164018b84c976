package belt.cli.state;

import belt.cli.json.Json;
import belt.cli.json.JsonReader;
import belt.provider.Machine;
import belt.provider.MachineState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One machine as a line of the inventory. Unknown members are passed over: a neighbouring version may have added one.
final class MachineLine {
    private final Map<String, String> texts = new LinkedHashMap<>();
    private long memoryBytes;
    private int cpus;
    private int port = 22;
    private List<String> addresses = List.of();
    private List<String> hostKeys = List.of();
    private Map<String, String> labels = Map.of();

    /// Reads a line.
    ///
    /// @return the format it was written in
    long read(JsonReader json, Path file, StateFormat format) {
        long written = format.current();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "format" -> {
                    written = json.integer();
                    format.check(written, file);
                }
                case "memoryBytes" -> memoryBytes = json.integer();
                case "cpus" -> cpus = Math.toIntExact(json.integer());
                case "sshPort" -> port = Math.toIntExact(json.integer());
                case "addresses" -> addresses = json.strings();
                case "hostKeys" -> hostKeys = json.strings();
                case "labels" -> labels = json.stringMap();
                default -> {
                    if (json.value() instanceof String text) {
                        texts.put(name, text);
                    }
                }
            }
        }
        json.end();
        return written;
    }

    Machine machine() {
        return new Machine(
                text("name"),
                text("id"),
                text("provider"),
                text("cluster"),
                text("region"),
                text("size"),
                memoryBytes,
                cpus,
                text("image"),
                addresses,
                new Machine.SshAccess(
                        texts.getOrDefault("sshUser", "root"), port, texts.get("sshKeyFile")),
                MachineState.valueOf(texts.getOrDefault("state", "new").toUpperCase(Locale.ROOT)),
                texts.get("stateReason"),
                hostKeys,
                labels,
                Instant.parse(texts.getOrDefault("createdAt", "1970-01-01T00:00:00Z")));
    }

    private String text(String name) {
        return texts.getOrDefault(name, "");
    }

    static String write(Machine machine, StateFormat format) {
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("format", format.current());
        line.put("name", machine.name());
        line.put("id", machine.id());
        line.put("provider", machine.provider());
        line.put("cluster", machine.cluster());
        line.put("region", machine.region());
        line.put("size", machine.size());
        line.put("memoryBytes", machine.memoryBytes());
        line.put("cpus", machine.cpus());
        line.put("image", machine.image());
        line.put("addresses", machine.addresses());
        line.put("sshUser", machine.ssh().user());
        line.put("sshPort", machine.ssh().port());
        putIfThere(line, "sshKeyFile", machine.ssh().keyFile());
        line.put("state", machine.state().name().toLowerCase(Locale.ROOT));
        putIfThere(line, "stateReason", machine.stateReason());
        line.put("hostKeys", machine.hostKeys());
        line.put("labels", machine.labels());
        line.put("createdAt", machine.createdAt().toString());
        return Json.compact(line);
    }

    private static void putIfThere(
            Map<String, @Nullable Object> line, String name, @Nullable String value) {
        if (value != null) {
            line.put(name, value);
        }
    }
}
