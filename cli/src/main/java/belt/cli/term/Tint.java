package belt.cli.term;

/// A colour with a meaning. Colour never carries a meaning alone: the word beside it says the same.
public enum Tint {
    PLAIN(""),
    /// Headings.
    BOLD("1"),
    /// Less important.
    DIM("2"),
    /// As it should be.
    GOOD("32"),
    /// On the way, or worth a look.
    NOTICE("33"),
    /// Wrong.
    BAD("31");

    private final String code;

    Tint(String code) {
        this.code = code;
    }

    /// The text in this colour, or as it is where colours are off.
    public String paint(String text, boolean colours) {
        return colours && !code.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
