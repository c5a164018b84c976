package belt.playbooks.jinja;

import java.util.ArrayList;
import java.util.List;

/// A word of an expression.
///
/// @param kind what it is
/// @param text the word; for a string its value
/// @param offset where it begins
record Token(Kind kind, String text, int offset) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPERATOR,
        END
    }

    private static final List<String> OPERATORS =
            List.of(
                    "==", "!=", "<=", ">=", "//", "**", "<", ">", "+", "-", "*", "/", "%", "~", "|",
                    "(", ")", "[", "]", "{", "}", ",", ":", ".", "=");

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    /// Splits an expression.
    ///
    /// @param base added to every offset
    static List<Token> split(String text, int base) {
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (Character.isLetter(c) || c == '_') {
                int end = at;
                while (end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end))
                                || text.charAt(end) == '_')) {
                    end++;
                }
                tokens.add(new Token(Kind.NAME, text.substring(at, end), base + at));
                at = end;
            } else if (c >= '0' && c <= '9') {
                int end = numberEnd(text, at);
                tokens.add(new Token(Kind.NUMBER, text.substring(at, end), base + at));
                at = end;
            } else if (c == '\'' || c == '"') {
                var value = new StringBuilder();
                int end = string(text, at, base, value);
                tokens.add(new Token(Kind.STRING, value.toString(), base + at));
                at = end;
            } else {
                String operator = operator(text, at, base);
                tokens.add(new Token(Kind.OPERATOR, operator, base + at));
                at += operator.length();
            }
        }
        tokens.add(new Token(Kind.END, "the end", base + text.length()));
        return tokens;
    }

    private static int numberEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        boolean fraction =
                end + 1 < text.length()
                        && text.charAt(end) == '.'
                        && Character.isDigit(text.charAt(end + 1));
        if (fraction) {
            end++;
            while (end < text.length() && Character.isDigit(text.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    private static int string(String text, int from, int base, StringBuilder value) {
        char quote = text.charAt(from);
        for (int at = from + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                return at + 1;
            }
            if (c == '\\' && at + 1 < text.length()) {
                at++;
                value.append(escape(text.charAt(at), base + at));
            } else {
                value.append(c);
            }
        }
        throw JinjaException.wrong(base + from, "the string is not closed");
    }

    private static char escape(char c, int offset) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case '\\', '\'', '"' -> c;
            default -> throw JinjaException.unsupported(offset, "the escape \\" + c);
        };
    }

    private static String operator(String text, int at, int base) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                return operator;
            }
        }
        throw JinjaException.wrong(base + at, "unexpected character '" + text.charAt(at) + "'");
    }
}
