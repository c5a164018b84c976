package belt.provision.ssh;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words of a POSIX shell.
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWord() {}

    /// The text as one word, quoted where it needs to be.
    public static String quote(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /// A command line of these words.
    public static String join(List<String> words) {
        return words.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }
}
