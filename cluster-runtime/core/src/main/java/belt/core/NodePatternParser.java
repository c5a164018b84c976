package belt.core;

import belt.core.NodePattern.Braces;
import belt.core.NodePattern.Brackets;
import belt.core.NodePattern.Literal;
import belt.core.NodePattern.Part;
import belt.core.NodePattern.Range;
import belt.core.NodePattern.Sequence;
import java.util.ArrayList;
import java.util.List;

/// Reads {@link NodePattern}s by recursive descent. One parser reads one text.
///
/// ```
/// pattern  = sequence { "," sequence }
/// sequence = ( literal | "[" range { "," range } "]" | "{" sequence { "," sequence } "}" )…
/// range    = bound [ ":" bound [ ":" step ] ]
/// bound    = digits | one letter
/// ```
final class NodePatternParser {
    /// Letters and digits beside which a name or an address may contain these: the `:` stands before a port, the `@`
    /// behind a login name.
    private static final String MARKS = ".-_:@";

    /// More digits could leave the range of a long.
    private static final int MOST_DIGITS = 18;

    private final String text;
    private int at;

    NodePatternParser(String text) {
        this.text = text;
    }

    List<Sequence> parse() {
        if (text.isBlank()) {
            throw wrong(0, "an empty pattern names no node");
        }
        List<Sequence> alternatives = list('\0');
        if (at < text.length()) {
            char c = text.charAt(at);
            throw wrong(at, "'" + c + "' closes nothing");
        }
        return alternatives;
    }

    /// Sequences between commas, up to the closing character or the end.
    private List<Sequence> list(char close) {
        var sequences = new ArrayList<Sequence>();
        while (true) {
            int start = at;
            Sequence sequence = sequence(close != '\0');
            if (sequence.parts().isEmpty() && !(more() && isClosing(text.charAt(at), close))) {
                throw wrong(
                        start, close == '\0' ? "a name is missing here" : "a word is missing here");
            }
            sequences.add(sequence);
            if (!more() || text.charAt(at) != ',') {
                return List.copyOf(sequences);
            }
            at++;
        }
    }

    private static boolean isClosing(char c, char close) {
        return (c == ']' || c == '}') && c != close;
    }

    private Sequence sequence(boolean inBraces) {
        var parts = new ArrayList<Part>();
        while (more()) {
            char c = text.charAt(at);
            if (c == ',' || c == '}' || c == ']') {
                break;
            }
            parts.add(
                    switch (c) {
                        case '[' -> brackets();
                        case '{' -> braces();
                        default -> literal(inBraces);
                    });
        }
        return new Sequence(List.copyOf(parts));
    }

    private Literal literal(boolean inBraces) {
        int start = at;
        while (more() && "[]{},".indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at);
            if (c == '*' || c == '?') {
                throw wrong(at, "'" + c + "' selects among existing nodes, it cannot make names");
            }
            if (!isPlain(c)) {
                throw wrong(at, "'" + c + "' cannot stand in a name");
            }
            at++;
        }
        String literal = text.substring(start, at);
        if (inBraces && literal.contains("..")) {
            throw wrong(start + literal.indexOf(".."), "a range is written [1:3], not {1..3}");
        }
        return new Literal(literal);
    }

    private static boolean isPlain(char c) {
        return c >= '0' && c <= '9'
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || MARKS.indexOf(c) >= 0;
    }

    private Braces braces() {
        int open = at++;
        List<Sequence> words = list('}');
        if (!more()) {
            throw wrong(open, "'{' is never closed");
        }
        if (text.charAt(at) != '}') {
            throw wrong(at, "'" + text.charAt(at) + "' closes nothing");
        }
        at++;
        return new Braces(words);
    }

    private Brackets brackets() {
        int open = at++;
        var ranges = new ArrayList<Range>();
        while (true) {
            ranges.add(range(open));
            if (!more()) {
                throw wrong(open, "'[' is never closed");
            }
            char c = text.charAt(at++);
            if (c == ']') {
                return new Brackets(List.copyOf(ranges));
            }
            if (c != ',') {
                throw wrong(at - 1, "expected ',', ':' or ']' but found '" + c + "'");
            }
        }
    }

    private Range range(int open) {
        Bound first = bound(open);
        if (!skipColon()) {
            return range(first, first, 1);
        }
        Bound last = bound(open);
        if (!skipColon()) {
            return range(first, last, 1);
        }
        Bound step = bound(open);
        if (step.isLetter() || step.value() < 1) {
            throw wrong(
                    step.column(), "the step is " + step.word() + ", it must be a number from 1");
        }
        return range(first, last, step.value());
    }

    private boolean skipColon() {
        if (more() && text.charAt(at) == ':') {
            at++;
            return true;
        }
        return false;
    }

    private Range range(Bound first, Bound last, long step) {
        if (first.isLetter() != last.isLetter()) {
            throw wrong(
                    last.column(), "a range goes from number to number or from letter to letter");
        }
        if (first.isLetter() && first.isUpperCase() != last.isUpperCase()) {
            throw wrong(last.column(), "both letters of a range must be of one case");
        }
        if (first.value() > last.value()) {
            throw wrong(
                    first.column(),
                    "the range runs backwards: write [" + last.word() + ":" + first.word() + "]");
        }
        int width = Math.max(first.zeroLedWidth(), last.zeroLedWidth());
        return new Range(first.value(), last.value(), step, width, first.isLetter());
    }

    /// One end of a range.
    ///
    /// @param column where it stands in the text
    /// @param word as written
    private record Bound(int column, String word) {
        boolean isLetter() {
            return NodePatternParser.isLetter(word.charAt(0));
        }

        boolean isUpperCase() {
            return Character.isUpperCase(word.charAt(0));
        }

        long value() {
            return isLetter() ? word.charAt(0) : Long.parseLong(word);
        }

        int zeroLedWidth() {
            return word.length() > 1 && word.charAt(0) == '0' ? word.length() : 0;
        }
    }

    /// Digits or one letter.
    private Bound bound(int open) {
        int start = at;
        while (more() && isAlphanumeric(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            if (!more()) {
                throw wrong(open, "'[' is never closed");
            }
            throw wrong(start, "a number is missing before '" + text.charAt(at) + "'");
        }
        if (isLetter(word.charAt(0))
                ? word.length() > 1
                : !word.chars().allMatch(NodePatternParser::isDigit)) {
            throw wrong(start, "'" + word + "' is neither a number nor a single letter");
        }
        if (word.length() > MOST_DIGITS) {
            throw wrong(start, "the number has " + word.length() + " digits, at most 18 are read");
        }
        return new Bound(start, word);
    }

    private static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private boolean more() {
        return at < text.length();
    }

    private BeltException wrong(int column, String message) {
        return new BeltException.InvalidInput(
                        CoreProblem.PATTERN, "'" + text + "' is not a node pattern: " + message)
                .withDetail(text + "\n" + " ".repeat(column) + "^");
    }
}
