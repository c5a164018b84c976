package belt.provider.digitalocean.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What `calls.txt` says, and whether a request or an answer keeps to it.
final class ApiCalls {
    /// @param query parameters
    /// @param body fields of the request
    /// @param codes status codes, `default` among them
    /// @param answer fields of the answer
    /// @param always those of them that are always there, wherever their parent is
    record Shape(
            Set<String> query,
            Set<String> body,
            Set<String> codes,
            Set<String> answer,
            Set<String> always) {}

    private ApiCalls() {}

    /// Method and path → its shape, in the file's order.
    static Map<String, Shape> load() {
        var shapes = new LinkedHashMap<String, Shape>();
        Shape shape = empty();
        for (String line : lines()) {
            if (line.startsWith("  ")) {
                String[] words = line.trim().split(" ");
                for (String word : List.of(words).subList(1, words.length)) {
                    put(shape, words[0], word);
                }
            } else if (!line.startsWith("#") && !line.isBlank()) {
                shape = empty();
                shapes.put(line, shape);
            }
        }
        return shapes;
    }

    private static Shape empty() {
        return new Shape(
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>(),
                new LinkedHashSet<>());
    }

    private static void put(Shape shape, String kind, String word) {
        switch (kind) {
            case "query" -> shape.query().add(word);
            case "body" -> shape.body().add(word);
            case "codes" -> shape.codes().add(word);
            case "answer" -> {
                String plain = word.replace("!", "");
                shape.answer().add(plain);
                if (word.endsWith("!")) {
                    shape.always().add(plain);
                }
            }
            default -> throw new IllegalStateException("calls.txt: " + kind);
        }
    }

    private static List<String> lines() {
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(
                                Objects.requireNonNull(
                                        ApiCalls.class.getResourceAsStream("calls.txt")),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The fields of a JSON text: `droplets[].size.slug`.
    static Set<String> fields(JsonElement json) {
        var fields = new LinkedHashSet<String>();
        collect(json, "", fields);
        return fields;
    }

    private static void collect(JsonElement json, String path, Set<String> fields) {
        if (json.isJsonObject()) {
            for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject().entrySet()) {
                String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                String field = entry.getValue().isJsonArray() ? name + "[]" : name;
                fields.add(field);
                collect(entry.getValue(), field, fields);
            }
        } else if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(each -> collect(each, path, fields));
        }
    }

    /// What an answer lacks of the fields that are always there; empty if nothing.
    static List<String> lacking(JsonObject json, Shape shape) {
        var lacking = new ArrayList<String>();
        for (String field : shape.always()) {
            lack(json, List.of(field.split("\\.")), field, lacking);
        }
        return lacking;
    }

    private static void lack(
            JsonElement at, List<String> path, String field, List<String> lacking) {
        if (at.isJsonArray()) {
            at.getAsJsonArray().forEach(each -> lack(each, path, field, lacking));
        } else if (at.isJsonObject()) {
            JsonElement next = at.getAsJsonObject().get(path.getFirst().replace("[]", ""));
            if (next == null && path.size() == 1) {
                lacking.add(field);
            } else if (next != null && path.size() > 1) {
                lack(next, path.subList(1, path.size()), field, lacking);
            }
        }
    }

    /// @param what parameter, field or answer
    static void refuseUnknown(Set<String> given, Set<String> known, String what) {
        for (String each : given) {
            if (!known.contains(each)) {
                throw new ApiFailure(
                        400, "bad_request", what + " " + each + " is not in calls.txt");
            }
        }
    }
}
