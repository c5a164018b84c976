package belt.cli.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON from bytes, as a stream of values or as a tree of maps, lists, strings, longs, doubles, booleans and null.
/// Strict (RFC 8259); nesting is limited, so that no input exhausts the stack.
public final class JsonReader {
    /// The text is no JSON, or not what was expected there.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int offset;

        Malformed(String message, int offset) {
            super(message + " at byte " + offset);
            this.offset = offset;
        }

        /// Where, in bytes from the start.
        public int offset() {
            return offset;
        }
    }

    private static final int MOST_NESTED = 200;

    private final byte[] text;
    private final @Nullable String[] names = new String[64];
    private int end;
    private int at;
    private boolean first;

    /// Reads a part of an array of UTF-8.
    public JsonReader(byte[] text, int from, int to) {
        this.text = text;
        this.at = from;
        this.end = to;
    }

    /// Goes on with another part of the same array.
    public void moveTo(int from, int to) {
        this.at = from;
        this.end = to;
        this.first = false;
    }

    /// The one value that a text holds.
    public static @Nullable Object parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var reader = new JsonReader(bytes, 0, bytes.length);
        Object value = reader.value();
        reader.end();
        return value;
    }

    /// Steps into an object; then call {@link #nextName} until it is null.
    public void beginObject() {
        expect('{');
        first = true;
    }

    /// The name of the next member, whose value must be read next; null at the object's end, which it steps over.
    public @Nullable String nextName() {
        if (atEnd('}')) {
            return null;
        }
        String name = name();
        expect(':');
        return name;
    }

    /// A member's name. The same few come again and again, so they are kept by their bytes.
    private String name() {
        expect('"');
        int start = at;
        int hash = 0;
        while (at < end && text[at] != '"' && text[at] != '\\') {
            hash = hash * 31 + text[at++];
        }
        if (at >= end || text[at] != '"') {
            at = start - 1;
            return string();
        }
        int length = at++ - start;
        int slot = hash & (names.length - 1);
        String known = names[slot];
        if (known == null || !same(known, start, length)) {
            known = new String(text, start, length, StandardCharsets.UTF_8);
            names[slot] = known;
        }
        return known;
    }

    private boolean same(String known, int start, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[start + i]) {
                return false;
            }
        }
        return true;
    }

    /// Steps into an array; then read a value each time {@link #hasNext} is true.
    public void beginArray() {
        expect('[');
        first = true;
    }

    /// Whether the array has another value; steps over its end otherwise.
    public boolean hasNext() {
        return !atEnd(']');
    }

    private boolean atEnd(char close) {
        if (peek() == close) {
            at++;
            first = false;
            return true;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        return false;
    }

    /// Fails unless nothing but blanks is left.
    public void end() {
        skipBlanks();
        if (at < end) {
            throw new Malformed("more text behind the value", at);
        }
    }

    /// A string, or null for `null`.
    public @Nullable String stringOrNull() {
        return literal("null") ? null : string();
    }

    /// A whole number.
    public long integer() {
        int start = at;
        if (number() instanceof Long value) {
            return value;
        }
        throw new Malformed("expected a whole number", start);
    }

    /// A list of strings.
    public List<String> strings() {
        var list = new ArrayList<String>();
        beginArray();
        while (hasNext()) {
            list.add(string());
        }
        return list;
    }

    /// An object whose values are all strings.
    public Map<String, String> stringMap() {
        var map = new LinkedHashMap<String, String>();
        beginObject();
        for (String name = nextName(); name != null; name = nextName()) {
            map.put(name, string());
        }
        return map;
    }

    /// Any value, as a tree.
    public @Nullable Object value() {
        return value(0);
    }

    private @Nullable Object value(int depth) {
        if (depth > MOST_NESTED) {
            throw new Malformed("nested too deep", at);
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't', 'f', 'n' -> word();
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        beginObject();
        for (String name = nextName(); name != null; name = nextName()) {
            map.put(name, value(depth + 1));
        }
        return map;
    }

    private List<@Nullable Object> array(int depth) {
        var list = new ArrayList<@Nullable Object>();
        beginArray();
        while (hasNext()) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private @Nullable Object word() {
        if (literal("true")) {
            return true;
        }
        if (literal("false")) {
            return false;
        }
        if (literal("null")) {
            return null;
        }
        throw new Malformed("expected a value", at);
    }

    private boolean literal(String word) {
        skipBlanks();
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private Number number() {
        skipBlanks();
        int start = at;
        boolean whole = true;
        while (at < end && "+-.eE0123456789".indexOf(text[at]) >= 0) {
            whole &= text[at] == '-' && at == start || text[at] >= '0' && text[at] <= '9';
            at++;
        }
        String digits = new String(text, start, at - start, StandardCharsets.ISO_8859_1);
        try {
            if (whole) {
                return Long.valueOf(digits);
            }
            return Double.valueOf(digits);
        } catch (NumberFormatException _) {
            throw new Malformed("expected a value", start);
        }
    }

    /// A string.
    public String string() {
        expect('"');
        int start = at;
        while (at < end && text[at] != '"' && text[at] != '\\') {
            at++;
        }
        if (at < end && text[at] == '"') { // nearly always: nothing to unescape
            return new String(text, start, at++ - start, StandardCharsets.UTF_8);
        }
        return escaped(start);
    }

    private String escaped(int start) {
        var string = new StringBuilder();
        int plain = start;
        while (at < end && text[at] != '"') {
            if (text[at] != '\\') {
                at++;
                continue;
            }
            string.append(new String(text, plain, at - plain, StandardCharsets.UTF_8));
            at++;
            string.append(escape());
            plain = at;
        }
        if (at >= end) {
            throw new Malformed("a string is never closed", start);
        }
        string.append(new String(text, plain, at - plain, StandardCharsets.UTF_8));
        at++;
        return string.toString();
    }

    private char escape() {
        if (at >= end) {
            throw new Malformed("a string is never closed", at);
        }
        byte c = text[at++];
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> throw new Malformed("unknown escape", at - 1);
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < end ? Character.digit(text[at++], 16) : -1;
            if (digit < 0) {
                throw new Malformed("expected four hexadecimal digits", at);
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private int peek() {
        skipBlanks();
        return at < end ? text[at] : -1;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw new Malformed("expected '" + c + "'", at);
        }
        at++;
    }

    private void skipBlanks() {
        while (at < end
                && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }
}
