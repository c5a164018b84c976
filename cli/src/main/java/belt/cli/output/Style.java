package belt.cli.output;

import java.util.List;

/// How the operator wants things shown.
///
/// @param format the `-o` value
/// @param quiet `-q`
/// @param verbose how often `-v` was given
/// @param outColours whether stdout is coloured
/// @param errColours whether stderr is coloured
/// @param alwaysAligned whether tables are aligned even when piped, as docker's are
public record Style(
        String format,
        boolean quiet,
        int verbose,
        boolean outColours,
        boolean errColours,
        boolean alwaysAligned) {
    /// Before the command line was read.
    public static final Style PLAIN = new Style("table", false, 0, false, false, false);

    /// How to show a failure of reading the command line itself: whoever wrote `-o json` wants that in JSON too.
    public static Style guess(List<String> words, boolean errColours) {
        boolean json = words.contains("--output=json") || words.contains("-ojson");
        for (int i = 1; i < words.size() && !json; i++) {
            String before = words.get(i - 1);
            json =
                    words.get(i).equals("json")
                            && (before.equals("-o") || before.equals("--output"));
        }
        return new Style(json ? "json" : "table", false, 0, false, errColours, false);
    }
}
