package belt.core;

import java.io.Serializable;
import java.util.Comparator;

/// The order in which people expect names: runs of digits compare as numbers, so `web2` comes before `web10`.
/// Of equal numbers the shorter spelling comes first (`web1` before `web01`), so that only equal texts are equal.
public final class NaturalOrder implements Comparator<String>, Serializable {
    /// The one instance that is needed.
    public static final NaturalOrder INSTANCE = new NaturalOrder();

    private static final long serialVersionUID = 1;

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                int order =
                        compareNumbers(
                                a, skipZeros(a, i, endA), endA, b, skipZeros(b, j, endB), endB);
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else {
                int order = Character.compare(a.charAt(i), b.charAt(j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        if (rest != 0) {
            return rest;
        }
        int length = Integer.compare(a.length(), b.length());
        return length != 0 ? length : a.compareTo(b);
    }

    /// Compares digits without leading zeros; numbers may be longer than a long holds.
    private static int compareNumbers(String a, int i, int endA, String b, int j, int endB) {
        int length = Integer.compare(endA - i, endB - j);
        return length != 0 ? length : a.substring(i, endA).compareTo(b.substring(j, endB));
    }

    private static int skipZeros(String text, int from, int end) {
        int i = from;
        while (i < end - 1 && text.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static int endOfDigits(String text, int from) {
        int i = from;
        while (i < text.length() && isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
