package belt.cli.output;

import java.util.Locale;

/// Words as tables and messages show them.
public final class Words {
    private Words() {}

    /// `1 machine`, `3 machines`.
    ///
    /// @param one a noun whose plural ends in s
    public static String count(int count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    /// `ready` → `Ready`.
    public static String capital(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
