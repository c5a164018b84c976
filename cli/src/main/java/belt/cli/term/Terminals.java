package belt.cli.term;

import org.jspecify.annotations.Nullable;

/// Which of the standard streams are terminals. The launcher finds out for free (`[ -t 1 ]`) and passes it on.
public record Terminals(boolean in, boolean out, boolean err) {
    /// None is a terminal: a pipe, a script, CI.
    public static final Terminals NONE = new Terminals(false, false, false);

    /// Reads the launcher's `in,out,err` list, for example `1,0,1`; null means none.
    public static Terminals parse(@Nullable String text) {
        if (text == null || text.length() != 5) {
            return NONE;
        }
        return new Terminals(text.charAt(0) == '1', text.charAt(2) == '1', text.charAt(4) == '1');
    }

    /// Whether a question can be asked and answered.
    public boolean interactive() {
        return in && err;
    }
}
