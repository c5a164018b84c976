package belt.cli.term;

import java.util.Optional;

/// How many are finished of those that a stage expects.
///
/// @param finished done or failed since the stage began
/// @param expected 0 outside a stage
record Tally(int finished, int expected) {
    static final Tally NONE = new Tally(0, 0);

    static Tally of(int expected) {
        return new Tally(0, expected);
    }

    Tally andOne() {
        return new Tally(finished + 1, expected);
    }

    /// `3 of 5`; nothing where a single one is expected, or more came than that.
    Optional<String> text() {
        return expected > 1 && finished <= expected
                ? Optional.of(finished + " of " + expected)
                : Optional.empty();
    }
}
