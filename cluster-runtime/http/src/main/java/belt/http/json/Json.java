package belt.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value that was read. Request bodies and the engine's answers are small enough to be held whole, which lets
/// fields be asked for by name, whatever their case and order.
public sealed interface Json {
    /// An object; members keep their order.
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = new LinkedHashMap<>(members);
        }
    }

    /// An array.
    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }
    }

    /// A text.
    record Text(String value) implements Json {}

    /// A number, as written.
    record Num(String digits) implements Json {}

    /// A truth value.
    record Bool(boolean value) implements Json {}

    /// `null`.
    record Null() implements Json {}

    /// Reads one document.
    ///
    /// @throws IOException if it is malformed or nested too deeply
    static Json parse(byte[] document) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            parser.nextToken();
            return value(parser);
        }
    }

    private static Json value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("EOF");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(parser.getText());
            case VALUE_TRUE -> new Bool(true);
            case VALUE_FALSE -> new Bool(false);
            case VALUE_NULL -> new Null();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IOException("unexpected " + token);
        };
    }

    private static Json object(JsonParser parser) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Obj(members);
    }

    private static Json array(JsonParser parser) throws IOException {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return new Arr(elements);
    }

    /// Writes this value where one is due.
    default void write(JsonWriter out) {
        switch (this) {
            case Obj object ->
                    out.object(o ->
                            object.members()
                                    .forEach((name, value) -> {
                                        o.name(name);
                                        value.write(o);
                                    }));
            case Arr array -> out.array(array.elements(), (o, element) -> element.write(o));
            case Text text -> out.value(text.value());
            case Num number -> out.rawNumber(number.digits());
            case Bool flag -> out.value(flag.value());
            case Null _ -> out.nothing();
        }
    }

    /// The document's bytes, with a trailing line feed.
    default byte[] bytes() {
        return JsonWriter.bytes(this::write);
    }
}
