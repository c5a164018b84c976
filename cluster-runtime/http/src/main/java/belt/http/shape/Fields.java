package belt.http.shape;

import belt.http.json.Json;
import belt.http.server.ApiError;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of a JSON object that a client sent, read as Go does: names without regard to case, `null` and absent
/// alike, unknown ones ignored, a wrong type refused.
public final class Fields {
    private static final Fields NONE = new Fields(new Json.Obj(Map.of()));

    private final Json.Obj object;

    private Fields(Json.Obj object) {
        this.object = object;
    }

    /// Reads a request's body.
    ///
    /// @throws ApiError 400 if it is not one JSON object
    public static Fields parse(byte[] body) {
        if (body.length == 0) {
            throw ApiError.badRequest("invalid JSON: got EOF while reading request body");
        }
        Json json;
        try {
            json = Json.parse(body);
        } catch (IOException e) {
            throw ApiError.badRequest("invalid JSON: " + firstLine(e));
        }
        return switch (json) {
            case Json.Obj object -> new Fields(object);
            case Json.Null _ -> NONE;
            case Json.Arr _, Json.Text _, Json.Num _, Json.Bool _ ->
                    throw ApiError.badRequest("invalid JSON: an object is needed");
        };
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("malformed");
    }

    static Fields of(Json.Obj object) {
        return new Fields(object);
    }

    private @Nullable Json find(String name) {
        Json found = object.members().get(name);
        if (found == null) {
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                if (member.getKey().equalsIgnoreCase(name)) {
                    found = member.getValue();
                }
            }
        }
        return found instanceof Json.Null ? null : found;
    }

    private static ApiError mismatch(String name, Json found, String wanted) {
        String kind =
                switch (found) {
                    case Json.Obj _ -> "object";
                    case Json.Arr _ -> "array";
                    case Json.Text _ -> "string";
                    case Json.Num _ -> "number";
                    case Json.Bool _ -> "bool";
                    case Json.Null _ -> "null";
                };
        return ApiError.badRequest(
                "invalid JSON: json: cannot unmarshal "
                        + kind
                        + " into field "
                        + name
                        + " of type "
                        + wanted);
    }

    /// Whether the member is there and not null.
    public boolean has(String name) {
        return find(name) != null;
    }

    /// A text; empty if absent.
    public String text(String name) {
        return switch (find(name)) {
            case null -> "";
            case Json.Text text -> text.value();
            case Json other -> throw mismatch(name, other, "string");
        };
    }

    /// A whole number; 0 if absent.
    public long number(String name) {
        Long value = numberIfAny(name);
        return value == null ? 0 : value;
    }

    /// A whole number; null if absent.
    public @Nullable Long numberIfAny(String name) {
        return switch (find(name)) {
            case null -> null;
            case Json.Num number -> whole(name, number);
            case Json other -> throw mismatch(name, other, "int64");
        };
    }

    private static long whole(String name, Json.Num number) {
        try {
            return new BigDecimal(number.digits()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw ApiError.badRequest(
                    "invalid JSON: json: cannot unmarshal number "
                            + number.digits()
                            + " into field "
                            + name
                            + " of type int64");
        }
    }

    /// A fraction; 0 if absent.
    public double fraction(String name) {
        return switch (find(name)) {
            case null -> 0;
            case Json.Num number -> Double.parseDouble(number.digits());
            case Json other -> throw mismatch(name, other, "float32");
        };
    }

    /// A truth value; false if absent.
    public boolean flag(String name) {
        return Boolean.TRUE.equals(flagIfAny(name));
    }

    /// A truth value; null if absent.
    public @Nullable Boolean flagIfAny(String name) {
        return switch (find(name)) {
            case null -> null;
            case Json.Bool flag -> flag.value();
            case Json other -> throw mismatch(name, other, "bool");
        };
    }

    /// Nanoseconds; null if absent.
    public @Nullable Duration durationIfAny(String name) {
        Long nanos = numberIfAny(name);
        return nanos == null ? null : Duration.ofNanos(nanos);
    }

    /// Nanoseconds; zero if absent.
    public Duration duration(String name) {
        return Duration.ofNanos(number(name));
    }

    /// An object; an empty one if absent.
    public Fields object(String name) {
        Fields found = objectIfAny(name);
        return found == null ? NONE : found;
    }

    /// An object; null if absent.
    public @Nullable Fields objectIfAny(String name) {
        return switch (find(name)) {
            case null -> null;
            case Json.Obj found -> new Fields(found);
            case Json other -> throw mismatch(name, other, "object");
        };
    }

    /// A list of objects; empty if absent.
    public List<Fields> objects(String name) {
        List<Fields> all = new ArrayList<>();
        for (Json element : elements(name)) {
            switch (element) {
                case Json.Obj found -> all.add(new Fields(found));
                case Json.Null _ -> all.add(NONE);
                case Json other -> throw mismatch(name, other, "object");
            }
        }
        return all;
    }

    /// A list of texts; empty if absent.
    public List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (Json element : elements(name)) {
            if (!(element instanceof Json.Text text)) {
                throw mismatch(name, element, "string");
            }
            all.add(text.value());
        }
        return all;
    }

    private List<Json> elements(String name) {
        return switch (find(name)) {
            case null -> List.of();
            case Json.Arr array -> array.elements();
            case Json other -> throw mismatch(name, other, "array");
        };
    }

    /// An object whose values are texts; empty if absent.
    public Map<String, String> textMap(String name) {
        Map<String, String> all = new LinkedHashMap<>();
        object(name)
                .object
                .members()
                .forEach((key, value) -> {
                    switch (value) {
                        case Json.Text text -> all.put(key, text.value());
                        case Json.Null _ -> all.put(key, "");
                        case Json other -> throw mismatch(name, other, "string");
                    }
                });
        return all;
    }
}
