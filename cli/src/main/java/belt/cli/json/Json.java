package belt.cli.json;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes data as JSON: maps, lists, strings, numbers, booleans, null.
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder();
    private final boolean pretty;

    private Json(boolean pretty) {
        this.pretty = pretty;
    }

    /// On one line.
    public static String compact(@Nullable Object data) {
        var json = new Json(false);
        json.value(data, 0);
        return json.text.toString();
    }

    /// Indented by two spaces.
    public static String pretty(@Nullable Object data) {
        var json = new Json(true);
        json.value(data, 0);
        return json.text.toString();
    }

    /// A text as itself, everything else as compact JSON.
    public static String plain(@Nullable Object data) {
        return data instanceof String string ? string : compact(data);
    }

    private void value(@Nullable Object data, int depth) {
        // no switch over types: the JVM makes a class for each at run time, which no AOT cache
        // holds
        if (data == null || data instanceof Double number && !Double.isFinite(number)) {
            text.append("null");
        } else if (data instanceof String string) {
            string(string);
        } else if (data instanceof Map<?, ?> map) {
            map(map, depth);
        } else if (data instanceof Iterable<?> list) {
            list(list, depth);
        } else if (data instanceof Number || data instanceof Boolean) {
            text.append(data);
        } else {
            string(data.toString());
        }
    }

    private void map(Map<?, ?> map, int depth) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        boolean any = entries.hasNext();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            line(depth + 1);
            string(String.valueOf(entry.getKey()));
            text.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            text.append(entries.hasNext() ? "," : "");
        }
        if (any) {
            line(depth);
        }
        text.append('}');
    }

    private void list(Iterable<?> list, int depth) {
        text.append('[');
        Iterator<?> items = list.iterator();
        boolean any = items.hasNext();
        while (items.hasNext()) {
            line(depth + 1);
            value(items.next(), depth + 1);
            text.append(items.hasNext() ? "," : "");
        }
        if (any) {
            line(depth);
        }
        text.append(']');
    }

    private void line(int depth) {
        if (pretty) {
            text.append('\n').append("  ".repeat(depth));
        }
    }

    private void string(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c) && !paired(string, i)) {
                        text.append("\\u").append(hex(c >> 12)).append(hex(c >> 8));
                        text.append(hex(c >> 4)).append(hex(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean paired(String string, int i) {
        return Character.isHighSurrogate(string.charAt(i))
                ? i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(string.charAt(i - 1));
    }

    private static char hex(int value) {
        return HEX.charAt(value & 15);
    }
}
