package belt.control.constraint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/// The value of a `node.ip` constraint: an address or a range in CIDR form, of either family.
final class AddressRange {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /// Empty if the value was malformed.
    private final byte[] address;

    /// Leading bits that count.
    private final int prefix;

    private AddressRange(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = bytes(slash < 0 ? text : text.substring(0, slash)).orElse(new byte[0]);
        if (slash < 0) {
            return new AddressRange(bytes, bytes.length * 8);
        }
        String length = text.substring(slash + 1);
        boolean number = length.matches("[0-9]{1,3}");
        int prefix = number ? Integer.parseInt(length) : -1;
        return prefix < 0 || prefix > bytes.length * 8
                ? new AddressRange(new byte[0], 0)
                : new AddressRange(bytes, prefix);
    }

    /// A malformed range matches nothing, not even `!=`.
    boolean matches(String actual, boolean inside) {
        if (address.length == 0) {
            return false;
        }
        return bytes(actual).filter(this::contains).isPresent() == inside;
    }

    private boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// Never asks a name server: only literals get as far as the platform's parser.
    private static Optional<byte[]> bytes(String literal) {
        if (!LITERAL.matcher(literal).matches()
                || literal.indexOf(':') < 0 && literal.chars().filter(c -> c == '.').count() != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(literal).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
