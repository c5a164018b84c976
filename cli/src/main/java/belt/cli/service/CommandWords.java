package belt.cli.service;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.util.ArrayList;
import java.util.List;

/// Splits one text into words as a shell does: blanks separate, quotes and backslashes keep together.
final class CommandWords {
    private CommandWords() {}

    static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
                continue;
            }
            begun = true;
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new BeltException.InvalidInput(
                    CliProblem.BAD_VALUE, "'" + text + "' has a quote that is never closed");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
