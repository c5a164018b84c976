package belt.cli.term;

import java.util.List;
import java.util.stream.Collectors;

/// Words as a POSIX shell wants them written.
public final class ShellWords {
    private ShellWords() {}

    /// A command line that means these words.
    public static String join(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    /// One word, in single quotes where it needs them.
    public static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
