package belt.engine;

import belt.model.EngineDescription;
import belt.model.Platform;
import belt.model.Protocol;
import belt.model.Resources;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the engine's answers.
final class EngineReplies {
    private EngineReplies() {}

    static EngineFacts facts(JsonNode info, JsonNode version) {
        var labels = new HashMap<String, String>();
        for (JsonNode label : info.path("Labels")) {
            String text = label.asText();
            int equals = text.indexOf('=');
            labels.put(
                    equals < 0 ? text : text.substring(0, equals),
                    equals < 0 ? "" : text.substring(equals + 1));
        }
        var plugins = new ArrayList<EngineDescription.Plugin>();
        for (Map.Entry<String, JsonNode> type : info.path("Plugins").properties()) {
            type.getValue()
                    .forEach(name ->
                            plugins.add(
                                    new EngineDescription.Plugin(type.getKey(), name.asText())));
        }
        plugins.sort(
                Comparator.comparing(EngineDescription.Plugin::type)
                        .thenComparing(EngineDescription.Plugin::name));
        return new EngineFacts(
                info.path("Name").asText(),
                new Platform(info.path("Architecture").asText(), info.path("OSType").asText()),
                new Resources(
                        info.path("NCPU").asLong() * 1_000_000_000L,
                        info.path("MemTotal").asLong(),
                        0,
                        List.of()),
                new EngineDescription(info.path("ServerVersion").asText(), labels, plugins),
                version.path("ApiVersion").asText());
    }

    static ContainerState container(JsonNode json) {
        JsonNode state = json.path("State");
        String name = json.path("Name").asText();
        return new ContainerState(
                json.path("Id").asText(),
                name.startsWith("/") ? name.substring(1) : name,
                state.path("Status").asText(),
                state.path("Pid").asLong(),
                state.path("ExitCode").asInt(),
                state.path("Error").asText(),
                state.path("Health").path("Status").asText(),
                json.path("Config").path("Tty").asBoolean(),
                time(state.path("FinishedAt").asText()),
                texts(json.path("Config").path("Labels")),
                ports(json.path("NetworkSettings").path("Ports")));
    }

    static Map<String, Map<String, String>> list(JsonNode json) {
        var found = new LinkedHashMap<String, Map<String, String>>();
        json.forEach(each -> found.put(each.path("Id").asText(), texts(each.path("Labels"))));
        return found;
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new HashMap<String, String>();
        object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    /// `{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"32768"},{"HostIp":"::",…}]}`; null for ports that are only exposed.
    private static List<ContainerState.OpenPort> ports(JsonNode ports) {
        var found = new ArrayList<ContainerState.OpenPort>();
        for (Map.Entry<String, JsonNode> entry : ports.properties()) {
            String[] key = entry.getKey().split("/");
            for (JsonNode binding : entry.getValue()) {
                found.add(
                        new ContainerState.OpenPort(
                                Integer.parseInt(key[0]),
                                Protocol.valueOf(key[1].toUpperCase(Locale.ROOT)),
                                binding.path("HostIp").asText(),
                                binding.path("HostPort").asInt()));
            }
        }
        return found;
    }

    /// The engine writes year 1 for "not yet".
    private static @Nullable Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            return time.isBefore(Instant.EPOCH) ? null : time;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
