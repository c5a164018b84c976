package belt.linux;

import belt.core.BeltException;
import java.util.Optional;

/// A range of IPv4 addresses in CIDR form.
///
/// @param network the first address as an unsigned 32 bit number; its host bits are 0
/// @param prefix how many leading bits are the network's, 0 to 32
public record Ipv4Range(int network, int prefix) {
    public Ipv4Range {
        if (prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("prefix " + prefix);
        }
        network &= mask(prefix);
    }

    /// Reads `10.77.0.0/16`; a lone address is a range of one. Host bits are dropped.
    ///
    /// @throws BeltException.InvalidInput if it is neither
    public static Ipv4Range parse(String text) {
        return find(text)
                .orElseThrow(() ->
                        new BeltException.InvalidInput(
                                LinuxProblem.NO_FREE_RANGE,
                                text + " is no IPv4 range such as 10.77.0.0/16"));
    }

    /// As {@link #parse}; empty if the text is no range.
    public static Optional<Ipv4Range> find(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        try {
            int prefix = slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1));
            int number = 0;
            for (String part : parts) {
                int octet = Integer.parseInt(part);
                if (octet < 0 || octet > 255) {
                    return Optional.empty();
                }
                number = number << 8 | octet;
            }
            return prefix < 0 || prefix > 32
                    ? Optional.empty()
                    : Optional.of(new Ipv4Range(number, prefix));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The address that lies that far behind the first.
    public String address(int offset) {
        return dotted(network + offset);
    }

    /// How far an address lies behind the first; empty if it is not in the range.
    public Optional<Integer> offset(String address) {
        return find(address).filter(this::overlaps).map(one -> one.network - network);
    }

    /// How many addresses it has, the first and the last included.
    public long size() {
        return 1L << (32 - prefix);
    }

    /// Whether the two share an address.
    public boolean overlaps(Ipv4Range other) {
        int shorter = mask(Math.min(prefix, other.prefix));
        return (network & shorter) == (other.network & shorter);
    }

    @Override
    public String toString() {
        return dotted(network) + "/" + prefix;
    }

    private static String dotted(int number) {
        return (number >>> 24)
                + "."
                + (number >>> 16 & 255)
                + "."
                + (number >>> 8 & 255)
                + "."
                + (number & 255);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << (32 - prefix);
    }
}
