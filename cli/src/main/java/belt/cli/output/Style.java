package belt.cli.output;

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
}
