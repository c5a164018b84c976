package belt.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Suggests what somebody may have meant: the known words that differ least from the one written.
public final class Nearest {
    /// More suggestions than this help nobody.
    private static final int MOST = 3;

    private Nearest() {}

    /// The known words nearest to a wrong one, the nearest first, at most three; empty if none is similar.
    ///
    /// Similar means: at most a third of its letters wrong (one in short words), or one begins with the other.
    public static List<String> to(String wrong, Collection<String> known) {
        String folded = wrong.toLowerCase(Locale.ROOT);
        record Candidate(String word, int distance) {}
        return known.stream()
                .distinct()
                .map(word -> new Candidate(word, distanceFolded(folded, word)))
                .filter(each ->
                        each.distance() <= Math.max(1, Math.min(3, (folded.length() + 1) / 3))
                                && each.distance()
                                        < Math.max(folded.length(), each.word().length()))
                .sorted(
                        Comparator.comparingInt(Candidate::distance)
                                .thenComparing(Candidate::word, NaturalOrder.INSTANCE))
                .limit(MOST)
                .map(Candidate::word)
                .toList();
    }

    /// The sentence part that names the nearest words: `did you mean web1, web2 or web3?`; empty if none is similar.
    public static String hint(String wrong, Collection<String> known) {
        List<String> near = to(wrong, known);
        return switch (near.size()) {
            case 0 -> "";
            case 1 -> "did you mean " + near.getFirst() + "?";
            default ->
                    "did you mean "
                            + String.join(", ", near.subList(0, near.size() - 1))
                            + " or "
                            + near.getLast()
                            + "?";
        };
    }

    private static int distanceFolded(String folded, String word) {
        String other = word.toLowerCase(Locale.ROOT);
        boolean prefix = folded.length() >= 2 && other.startsWith(folded);
        return prefix ? 1 : distance(folded, other);
    }

    /// Edit distance with neighbouring letters swapped counted as one (optimal string alignment).
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(Math.min(current[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost = Math.min(cost, beforeLast[j - 2] + 1);
                }
                current[j] = cost;
            }
            beforeLast = last;
            last = current;
        }
        return last[b.length()];
    }
}
