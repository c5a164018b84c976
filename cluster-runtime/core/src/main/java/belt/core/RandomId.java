package belt.core;

import java.math.BigInteger;
import java.security.SecureRandom;

/// Object ids in SwarmKit's form: 17 random bytes with the top bit set, printed in base 36, of which the characters 1 to
/// 25 are kept. Always exactly 25 characters of `[0-9a-z]` (SwarmKit `identity/randomid.go`).
public final class RandomId {
    /// Length of every object id.
    public static final int LENGTH = 25;

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    /// A new id.
    public static String next() {
        byte[] bytes = new byte[17];
        RANDOM.nextBytes(bytes);
        bytes[0] |= (byte) 0x80;
        return new BigInteger(1, bytes).toString(36).substring(1, 1 + LENGTH);
    }

    /// Whether the text has an id's form; it says nothing about existence.
    public static boolean isId(String text) {
        return text.length() == LENGTH
                && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'z');
    }
}
