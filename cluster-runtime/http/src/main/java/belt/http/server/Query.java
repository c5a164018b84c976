package belt.http.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The parameters behind `?`, decoded, in their order.
public final class Query {
    private static final Set<String> FALSE_WORDS = Set.of("", "0", "no", "false", "none");
    private static final Set<String> GO_TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> GO_FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private Query() {}

    /// Reads the raw text behind the question mark; malformed escapes are taken literally.
    public static Query parse(String raw) {
        Query query = new Query();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.values
                        .computeIfAbsent(decode(name), _ -> new ArrayList<>())
                        .add(decode(value));
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /// Whether the parameter is there, with whatever value.
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /// The first value, or an empty text.
    public String text(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.getFirst();
    }

    /// Every value of this name.
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /// Docker's lenient reading (its `BoolValue`): empty, `0`, `no`, `false`, `none` are false, everything else is true.
    public boolean lenientFlag(String name) {
        return !FALSE_WORDS.contains(text(name).strip().toLowerCase(Locale.ROOT));
    }

    /// Go's `ParseBool`: absent is false.
    ///
    /// @throws ApiError 400 for a word that is neither
    public boolean strictFlag(String name) {
        String word = text(name);
        if (word.isEmpty() || GO_FALSE.contains(word)) {
            return false;
        }
        if (GO_TRUE.contains(word)) {
            return true;
        }
        throw ApiError.badRequest("invalid value for " + name + ": " + word);
    }
}
