package belt.http.swarm;

import belt.http.json.Json;
import belt.http.server.ApiError;
import belt.http.server.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The `filters` of a list request. Values of one key are alternatives, keys must all hold; a value given as
/// `{"v":true}` or as `["v"]` means the same.
final class Filters {
    private final Map<String, List<String>> values;

    private Filters(Map<String, List<String>> values) {
        this.values = values;
    }

    /// Reads them.
    ///
    /// @throws ApiError 400 for malformed JSON or a key that is not among the known ones
    static Filters parse(Exchange exchange, Set<String> known) {
        Map<String, List<String>> values = read(exchange.query().text("filters"));
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw ApiError.badRequest("invalid filter '" + key + "'");
            }
        }
        return new Filters(values);
    }

    private static Map<String, List<String>> read(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (text.isBlank()) {
            return values;
        }
        Json json;
        try {
            json = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw ApiError.badRequest("invalid filter: " + text);
        }
        if (!(json instanceof Json.Obj object)) {
            throw ApiError.badRequest("invalid filter: " + text);
        }
        object.members()
                .forEach((key, value) -> {
                    switch (value) {
                        case Json.Obj set -> values.put(key, List.copyOf(set.members().keySet()));
                        case Json.Arr list -> values.put(key, texts(list));
                        default -> throw ApiError.badRequest("invalid filter: " + text);
                    }
                });
        return values;
    }

    private static List<String> texts(Json.Arr list) {
        List<String> texts = new ArrayList<>();
        for (Json each : list.elements()) {
            texts.add(each instanceof Json.Text word ? word.value() : "");
        }
        return texts;
    }

    /// Whether the key was given.
    boolean has(String key) {
        return !all(key).isEmpty();
    }

    /// The key's values.
    List<String> all(String key) {
        return values.getOrDefault(key, List.of());
    }

    /// Whether the key is absent or one of its values passes.
    boolean any(String key, Predicate<String> test) {
        List<String> wanted = all(key);
        return wanted.isEmpty() || wanted.stream().anyMatch(test);
    }

    /// Whether the key is absent or the text begins with one of its values, without regard to case.
    boolean prefix(String key, String text) {
        return any(key, value -> text.regionMatches(true, 0, value, 0, value.length()));
    }

    /// Whether every `k` or `k=v` of the key is among the labels.
    boolean labels(String key, Map<String, String> labels) {
        for (String wanted : all(key)) {
            int equals = wanted.indexOf('=');
            String name = equals < 0 ? wanted : wanted.substring(0, equals);
            String value = labels.get(name);
            if (value == null || equals >= 0 && !value.equals(wanted.substring(equals + 1))) {
                return false;
            }
        }
        return true;
    }

    /// Checks each value of a key.
    ///
    /// @throws ApiError 500, as Docker answers
    void requireWords(String key, Set<String> words, String what) {
        for (String value : all(key)) {
            if (!words.contains(value.toLowerCase(Locale.ROOT))) {
                throw new ApiError(500, "Invalid " + what + " filter: '" + value + "'");
            }
        }
    }
}
