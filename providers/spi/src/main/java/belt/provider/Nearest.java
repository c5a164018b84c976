package belt.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The known words that look most like a word that nobody knows: for messages.
public final class Nearest {
    private Nearest() {}

    /// At most three words, the nearest first; those that differ in more than half of their letters are left out.
    public static List<String> of(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(each -> distance(lower, each) <= Math.max(1, each.length() / 2))
                .sorted(Comparator.comparingInt(each -> distance(lower, each)))
                .limit(3)
                .toList();
    }

    /// How many letters must be put in, left out or changed (Levenshtein).
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
