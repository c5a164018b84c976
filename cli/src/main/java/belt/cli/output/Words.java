package belt.cli.output;

import java.util.Locale;

/// The API's words as tables show them.
public final class Words {
    private Words() {}

    /// `ready` → `Ready`.
    public static String capital(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
