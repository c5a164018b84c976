package belt.playbooks;

import java.util.ArrayList;
import java.util.List;

/// Splits a command line as Python's `shlex.split` does, which is what Ansible's `command` uses.
final class Words {
    private Words() {}

    static List<String> split(Arguments args, String text) {
        var words = new ArrayList<String>();
        StringBuilder word = null;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = quote == 0 && Character.isWhitespace(c);
            if (blank) {
                if (word != null) {
                    words.add(word.toString());
                }
                word = null;
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && escapes(text, i, quote)) {
                word.append(text.charAt(++i));
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw args.wrong("cmd", "has a quote that is not closed");
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }

    private static boolean escapes(String text, int at, char quote) {
        if (at + 1 >= text.length() || quote == '\'') {
            return false;
        }
        char next = text.charAt(at + 1);
        return quote == 0 || next == '"' || next == '\\';
    }
}
