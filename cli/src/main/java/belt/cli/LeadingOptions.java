package belt.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Docker Machine's own options, which stand in front of its verb: `belt machine -s DIR ls`. They are moved behind the verb,
/// whose commands know them.
final class LeadingOptions {
    private static final String GROUP = "machine";

    private static final Set<String> WITH_VALUE =
            Set.of(
                    "-s",
                    "--storage-path",
                    "--tls-ca-cert",
                    "--tls-ca-key",
                    "--tls-client-cert",
                    "--tls-client-key",
                    "--github-api-token",
                    "--bugsnag-api-token");

    private LeadingOptions() {}

    /// @param words the words from the first that is no option of belt's
    static List<String> moved(List<String> words) {
        if (words.size() < 3 || !words.getFirst().equals(GROUP) || !words.get(1).startsWith("-")) {
            return words;
        }
        int end = 1;
        while (end < words.size() && words.get(end).startsWith("-")) {
            end += WITH_VALUE.contains(words.get(end)) ? 2 : 1;
        }
        if (end >= words.size()) {
            return words;
        }
        var moved = new ArrayList<String>(List.of(GROUP, words.get(end)));
        moved.addAll(words.subList(1, end));
        moved.addAll(words.subList(end + 1, words.size()));
        return moved;
    }
}
