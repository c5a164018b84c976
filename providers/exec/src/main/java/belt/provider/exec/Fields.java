package belt.provider.exec;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The members of an object that a provider sent. What is missing or of the wrong kind is {@link Nonsense} that names the
/// place; members that nobody asks for are ignored.
///
/// @param at where the object stands, for messages: `result.machines[3]`
/// @param members by name
record Fields(String at, Map<String, @Nullable Object> members) {
    static Fields of(String at, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var members = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, each) -> members.put(String.valueOf(key), each));
            return new Fields(at, members);
        }
        throw new Nonsense("sent " + at + " that is no object: " + shown(value));
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /// A text that must be there and not be empty.
    String text(String name) {
        String text = text(name, "");
        if (text.isEmpty()) {
            throw new Nonsense("sent no " + at + "." + name);
        }
        return text;
    }

    String text(String name, String other) {
        return switch (members.get(name)) {
            case null -> other;
            case String text -> text;
            case Object value -> throw wrong(name, "text", value);
        };
    }

    boolean flag(String name) {
        return switch (members.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            case Object value -> throw wrong(name, "true or false", value);
        };
    }

    @Nullable BigDecimal decimal(String name) {
        return switch (members.get(name)) {
            case null -> null;
            case BigDecimal number -> number;
            case Object value -> throw wrong(name, "a number", value);
        };
    }

    long number(String name, long other) {
        BigDecimal number = decimal(name);
        try {
            return number == null ? other : number.longValueExact();
        } catch (ArithmeticException _) {
            throw wrong(name, "a whole number", number);
        }
    }

    int count(String name, int other) {
        long number = number(name, other);
        if (number != (int) number) {
            throw wrong(name, "a smaller number", number);
        }
        return (int) number;
    }

    Instant instant(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw wrong(name, "a time like 2026-05-04T10:00:00Z", text);
        }
    }

    Fields object(String name) {
        return of(at + "." + name, members.get(name));
    }

    /// The objects of a list; none if it is missing.
    List<Fields> objects(String name) {
        var objects = new ArrayList<Fields>();
        List<?> items = list(name);
        for (int i = 0; i < items.size(); i++) {
            objects.add(of(at + "." + name + "[" + i + "]", items.get(i)));
        }
        return objects;
    }

    /// As {@link #objects}, but the list must be there.
    List<Fields> requireObjects(String name) {
        if (!has(name)) {
            throw new Nonsense("sent no " + at + "." + name);
        }
        return objects(name);
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "a list of texts", item);
            }
            texts.add(text);
        }
        return texts;
    }

    SequencedMap<String, String> textMap(String name) {
        var map = new LinkedHashMap<String, String>();
        if (has(name)) {
            object(name)
                    .members()
                    .forEach((key, value) -> {
                        if (!(value instanceof String text)) {
                            throw wrong(name + "." + key, "text", value);
                        }
                        map.put(key, text);
                    });
        }
        return map;
    }

    /// One of an enum's words in lower case with hyphens.
    <E extends Enum<E>> E word(String name, E[] all) {
        String text = text(name);
        for (E each : all) {
            if (Requests.word(each).equals(text)) {
                return each;
            }
        }
        throw wrong(
                name,
                "one of "
                        + String.join(
                                ", ", java.util.Arrays.stream(all).map(Requests::word).toList()),
                text);
    }

    private List<?> list(String name) {
        return switch (members.get(name)) {
            case null -> List.of();
            case List<?> list -> list;
            case Object value -> throw wrong(name, "a list", value);
        };
    }

    private Nonsense wrong(String name, String expected, @Nullable Object value) {
        return new Nonsense(
                "sent " + at + "." + name + " that is not " + expected + ": " + shown(value));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "nothing" : StderrTail.shortened(value.toString());
    }
}
