package belt.cli.operate;

import belt.cli.problem.CliProblem;
import belt.core.BeltException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Optional;

/// Address ranges in words: `203.0.113.7/32`.
public final class AddressRange {
    private static final int LONGEST = 64;

    /// Four numbers, or something with colons: `InetAddress` takes `10.1` for an address too.
    private static final String LITERAL = "\\d+(\\.\\d+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%.*)?";

    private AddressRange() {}

    /// An address that somebody told, as a range. Of an IPv6 address the network: hosts change theirs daily in it, as hosts
    /// behind one IPv4 address share that.
    static Optional<String> told(String text) {
        if (text.length() > LONGEST || !text.matches(LITERAL)) {
            return Optional.empty();
        }
        try {
            byte[] address = InetAddress.ofLiteral(text.replaceAll("%.*", "")).getAddress();
            if (address.length == 4) {
                return Optional.of(InetAddress.getByAddress(address).getHostAddress() + "/32");
            }
            for (int i = 8; i < 16; i++) {
                address[i] = 0;
            }
            return Optional.of(short6(address) + "::/64");
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The first half of an IPv6 address.
    private static String short6(byte[] address) {
        var groups = new ArrayList<String>();
        for (int i = 0; i < 8; i += 2) {
            groups.add(Integer.toHexString((address[i] & 0xff) << 8 | address[i + 1] & 0xff));
        }
        while (groups.size() > 1 && groups.getLast().equals("0")) {
            groups.removeLast();
        }
        return String.join(":", groups);
    }

    /// What the operator wrote, `203.0.113.7` or a range.
    ///
    /// @throws BeltException.InvalidInput if it is neither
    public static String written(String text) {
        String[] two = text.split("/", 2);
        try {
            int bits = 8 * InetAddress.ofLiteral(two[0]).getAddress().length;
            int length = two.length == 1 ? bits : Integer.parseInt(two[1]);
            if (length >= 0 && length <= bits) {
                return two[0] + "/" + length;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new BeltException.InvalidInput(
                        CliProblem.BAD_VALUE,
                        OperatorAddress.OPTION + ": '" + text + "' is no address or range")
                .withDetail("such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/64");
    }
}
