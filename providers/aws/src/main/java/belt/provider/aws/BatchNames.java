package belt.provider.aws;

import belt.core.NodePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The names of a batch, in tags. One RunInstances gives all its instances the same tags, so an instance knows its name by
/// its place in the launch (`amiLaunchIndex`): the tags hold all names in order, shortened to patterns. So a name is known
/// as soon as the instance exists, and no call per machine is needed.
final class BatchNames {
    static final String TAG = "belt:names";

    /// What EC2 takes in a tag's value.
    private static final int LONGEST_VALUE = 256;

    private static final int MOST_TAGS = 8;
    private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{1,9})([^0-9]*)");

    private BatchNames() {}

    /// The tags for these names.
    ///
    /// @throws IllegalArgumentException if they do not fit: see {@link #fit}
    static Map<String, String> tags(List<String> names) {
        var tags = new LinkedHashMap<String, String>();
        var value = new StringBuilder();
        for (String piece : shorten(names)) {
            if (!value.isEmpty() && value.length() + 1 + piece.length() > LONGEST_VALUE) {
                tags.put(key(tags.size()), value.toString());
                value.setLength(0);
            }
            value.append(value.isEmpty() ? "" : " ").append(piece);
        }
        tags.put(key(tags.size()), value.toString());
        if (tags.size() > MOST_TAGS) {
            throw new IllegalArgumentException(names.size() + " names do not fit into tags");
        }
        return tags;
    }

    private static String key(int number) {
        return number == 0 ? TAG : TAG + "." + (number + 1);
    }

    /// How many of the names, from the first, one batch can have.
    static int fit(List<String> names, int most) {
        int count = Math.min(most, names.size());
        while (count > 1
                && length(shorten(names.subList(0, count))) > LONGEST_VALUE * (MOST_TAGS - 1)) {
            count = count * 3 / 4;
        }
        return count;
    }

    private static int length(List<String> pieces) {
        return pieces.stream().mapToInt(piece -> piece.length() + 1).sum();
    }

    /// The name of an instance; the tag Name where the launch was not ours, empty if there is none.
    ///
    /// @param read names of launches that were read already, by their tags
    static String nameOf(
            Map<String, String> tags, int launchIndex, Map<String, List<String>> read) {
        var text = new StringBuilder();
        for (int i = 0; tags.containsKey(key(i)); i++) {
            text.append(i == 0 ? "" : " ").append(tags.get(key(i)));
        }
        List<String> names =
                read.computeIfAbsent(
                        text.toString(),
                        each ->
                                Stream.of(each.split(" "))
                                        .filter(piece -> !piece.isEmpty())
                                        .flatMap(piece -> NodePattern.expand(piece).stream())
                                        .toList());
        return launchIndex >= 0 && launchIndex < names.size()
                ? names.get(launchIndex)
                : tags.getOrDefault(Tags.NAME, "");
    }

    /// Names in the order given, with runs of numbers as patterns: `node[0001:0100]`, `web[1:9:2].eu`.
    static List<String> shorten(List<String> names) {
        var pieces = new ArrayList<String>();
        int from = 0;
        while (from < names.size()) {
            int to = runEnd(names, from);
            pieces.add(to - from < 2 ? names.get(from) : pattern(names, from, to));
            from = to;
        }
        return pieces;
    }

    /// The end of the run that begins there: names that differ by one number only, which grows by equal steps.
    private static int runEnd(List<String> names, int from) {
        int to = from + 1;
        long step = to < names.size() ? step(names.get(from), names.get(to)) : 0;
        while (step > 0 && to < names.size() && step(names.get(to - 1), names.get(to)) == step) {
            to++;
        }
        return to;
    }

    private static long step(String one, String next) {
        Matcher a = NUMBERED.matcher(one);
        Matcher b = NUMBERED.matcher(next);
        boolean alike =
                a.matches()
                        && b.matches()
                        && a.group(1).equals(b.group(1))
                        && a.group(3).equals(b.group(3))
                        && sameWidth(a.group(2), b.group(2));
        return alike ? Long.parseLong(b.group(2)) - Long.parseLong(a.group(2)) : 0;
    }

    /// `09` and `10` are of one pattern, so are `9` and `10`, but not `09` and `010`.
    private static boolean sameWidth(String one, String next) {
        boolean padded = one.startsWith("0") || next.startsWith("0");
        return !padded || one.length() == next.length();
    }

    private static String pattern(List<String> names, int from, int to) {
        Matcher first = NUMBERED.matcher(names.get(from));
        Matcher last = NUMBERED.matcher(names.get(to - 1));
        if (!first.matches() || !last.matches()) {
            throw new IllegalStateException("a run of names without numbers");
        }
        long step = step(names.get(from), names.get(from + 1));
        return first.group(1)
                + "["
                + first.group(2)
                + ":"
                + last.group(2)
                + (step == 1 ? "" : ":" + step)
                + "]"
                + first.group(3);
    }
}
