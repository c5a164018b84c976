package belt.provider.aws.testkit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A Describe call's filters: all names must match, any value of each does, `*` and `?` stand for any characters.
///
/// @param filters name → values
record Filters(Map<String, List<String>> filters) {
    static Filters of(Ec2Query query) {
        var filters = new LinkedHashMap<String, List<String>>();
        for (Ec2Query item : query.items("Filter")) {
            filters.put(item.require("Name"), item.list("Value"));
        }
        if (filters.values().stream().anyMatch(values -> values.size() > 200)) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "The maximum number of filter values specified on a single call is 200");
        }
        return new Filters(filters);
    }

    /// Whether something passes.
    ///
    /// @param tags its tags
    /// @param attributes name of a filter → the values that it has
    boolean pass(Map<String, String> tags, Function<String, Collection<String>> attributes) {
        return filters.entrySet().stream()
                .allMatch(filter ->
                        values(filter.getKey(), tags, attributes).stream()
                                .anyMatch(value -> matches(filter.getValue(), value)));
    }

    private static Collection<String> values(
            String name,
            Map<String, String> tags,
            Function<String, Collection<String>> attributes) {
        if (name.startsWith("tag:")) {
            String value = tags.get(name.substring(4));
            return value == null ? List.of() : List.of(value);
        }
        return name.equals("tag-key") ? tags.keySet() : attributes.apply(name);
    }

    private static boolean matches(List<String> wanted, String value) {
        return wanted.stream().anyMatch(each -> matches(each, value));
    }

    private static boolean matches(String wanted, String value) {
        boolean plain = wanted.indexOf('*') < 0 && wanted.indexOf('?') < 0;
        return plain ? wanted.equals(value) : pattern(wanted).matcher(value).matches();
    }

    private static Pattern pattern(String text) {
        var regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /// For a call that has a single filter.
    static Collection<String> only(String asked, String known, String value) {
        if (!asked.equals(known)) {
            throw unknown(asked);
        }
        return List.of(value);
    }

    /// For a filter that the call does not have.
    static Ec2Failure unknown(String name) {
        return Ec2Error.INVALID_PARAMETER_VALUE.because("The filter '" + name + "' is invalid");
    }
}
