package belt.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of the API with all its members, known to us or not, in their order: what is read, changed in places and
/// sent back must not lose what a newer beltd put in. Not for use by several threads.
///
/// Values are strings, longs, doubles, booleans, null, lists, and maps.
public final class JsonObject {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, @Nullable Object> members;

    private JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    /// An object without members.
    public static JsonObject empty() {
        return new JsonObject(new LinkedHashMap<>());
    }

    /// @throws IOException if the text is no JSON object
    public static JsonObject parse(byte[] text) throws IOException {
        if (parseAny(text) instanceof Map<?, ?> map) {
            return of(map);
        }
        throw wrong("an object");
    }

    /// @throws IOException if the text is no JSON list of objects; `null` is an empty one
    static List<JsonObject> parseList(byte[] text) throws IOException {
        Object value = parseAny(text);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return objects(list);
        }
        throw wrong("a list");
    }

    static @Nullable Object parseAny(byte[] text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static IOException wrong(String wanted) {
        return new IOException("expected " + wanted);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw wrong("a value");
        }
        return switch (token) {
            case START_OBJECT -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    map.put(name, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                var list = new ArrayList<@Nullable Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw wrong("a value");
        };
    }

    static JsonObject of(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return new JsonObject(copy);
    }

    private static List<JsonObject> objects(List<?> list) {
        var objects = new ArrayList<JsonObject>();
        for (Object each : list) {
            if (each instanceof Map<?, ?> map) {
                objects.add(of(map));
            }
        }
        return objects;
    }

    /// Whatever stands at the end of the path; null if nothing does.
    public @Nullable Object find(String... path) {
        Object at = members;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    /// Whether something other than null stands there.
    public boolean has(String... path) {
        return find(path) != null;
    }

    /// A string; empty if there is none.
    public String text(String... path) {
        return find(path) instanceof String text ? text : "";
    }

    /// A whole number; 0 if there is none.
    public long number(String... path) {
        return find(path) instanceof Number number ? number.longValue() : 0;
    }

    /// Whether `true` stands there.
    public boolean flag(String... path) {
        return Boolean.TRUE.equals(find(path));
    }

    /// An object, as a view without effect on this one; an empty one if there is none.
    public JsonObject object(String... path) {
        return find(path) instanceof Map<?, ?> map ? of(map) : empty();
    }

    /// A list's objects; empty if there is none.
    public List<JsonObject> objects(String... path) {
        return find(path) instanceof List<?> list ? objects(list) : List.of();
    }

    /// A list's strings; empty if there is none.
    public List<String> texts(String... path) {
        return find(path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// An object's members as strings; empty if there is none.
    public Map<String, String> textMap(String... path) {
        var map = new LinkedHashMap<String, String>();
        object(path).members.forEach((name, value) -> map.put(name, String.valueOf(value)));
        return map;
    }

    /// Sets a member, making the objects on the way to it.
    ///
    /// @param value a string, number, boolean, list, map, or {@link JsonObject}
    /// @return this
    public JsonObject put(Object value, String... path) {
        Map<String, @Nullable Object> at = above(path);
        at.put(path[path.length - 1], plain(value));
        return this;
    }

    /// Takes a member away, if it is there.
    ///
    /// @return this
    public JsonObject remove(String... path) {
        if (has(path)) {
            above(path).remove(path[path.length - 1]);
        }
        return this;
    }

    /// The map that holds the path's last member. Maps on the way are replaced by copies: views share them.
    private Map<String, @Nullable Object> above(String... path) {
        Map<String, @Nullable Object> at = members;
        for (int i = 0; i < path.length - 1; i++) {
            var next = new LinkedHashMap<String, @Nullable Object>();
            if (at.get(path[i]) instanceof Map<?, ?> map) {
                map.forEach((name, each) -> next.put(String.valueOf(name), each));
            }
            at.put(path[i], next);
            at = next;
        }
        return at;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case JsonObject object -> object.members;
            case List<?> list -> {
                var plain = new ArrayList<@Nullable Object>();
                list.forEach(each -> plain.add(plain(each)));
                yield plain;
            }
            default -> value;
        };
    }

    /// The members, for showing.
    public Map<String, @Nullable Object> members() {
        return members;
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        var text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    out.writeFieldName(String.valueOf(each.getKey()));
                    write(out, each.getValue());
                }
                out.writeEndObject();
            }
            case List<?> list -> {
                out.writeStartArray();
                for (Object each : list) {
                    write(out, each);
                }
                out.writeEndArray();
            }
            case Boolean bool -> out.writeBoolean(bool);
            case Double number -> out.writeNumber(number);
            case Number number -> out.writeNumber(number.toString());
            default -> out.writeString(value.toString());
        }
    }
}
