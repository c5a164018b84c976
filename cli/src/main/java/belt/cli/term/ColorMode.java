package belt.cli.term;

/// `--color`.
public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    /// Whether to colour a stream: `--color` decides, else `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR=0` and `TERM=dumb`,
    /// else whether it is a terminal (no-color.org, bixense.com/clicolors).
    public boolean applies(Io io, boolean terminal) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> auto(io, terminal);
        };
    }

    private static boolean auto(Io io, boolean terminal) {
        if (io.variable("NO_COLOR").isPresent()) {
            return false;
        }
        if (io.variable("CLICOLOR_FORCE").filter(value -> !value.equals("0")).isPresent()) {
            return true;
        }
        boolean off =
                io.variable("CLICOLOR").filter("0"::equals).isPresent()
                        || io.variable("TERM").filter("dumb"::equals).isPresent();
        return terminal && !off;
    }
}
