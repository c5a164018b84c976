package belt.provider.local;

import java.util.List;
import java.util.stream.Collectors;

/// The accounts of a base: the host's system accounts with their numbers (the copied files belong to them), without any
/// person's account, group membership, or password.
final class BaseAccounts {
    /// Debian gives system accounts numbers below 1000, and 65534 to nobody.
    private static final int FIRST_PERSON = 1000;

    private static final int NOBODY = 65_534;

    private BaseAccounts() {}

    static String passwd(List<String> host) {
        return host.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 7 && isSystem(fields[2]))
                .map(BaseAccounts::account)
                .collect(Collectors.joining());
    }

    static String shadow(List<String> host) {
        return host.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 7 && isSystem(fields[2]))
                .map(fields -> fields[0] + ":*:19000:0:99999:7:::\n")
                .collect(Collectors.joining());
    }

    static String group(List<String> host) {
        return host.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 4 && isSystem(fields[2]))
                .map(fields -> fields[0] + ":x:" + fields[2] + ":\n")
                .collect(Collectors.joining());
    }

    static String gshadow(List<String> host) {
        return host.stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 4 && isSystem(fields[2]))
                .map(fields -> fields[0] + ":*::\n")
                .collect(Collectors.joining());
    }

    private static String account(String[] fields) {
        boolean root = fields[2].equals("0");
        return fields[0]
                + ":x:"
                + fields[2]
                + ":"
                + fields[3]
                + (root ? ":root:/root:/bin/bash\n" : "::" + fields[5] + ":" + fields[6] + "\n");
    }

    private static boolean isSystem(String number) {
        try {
            int id = Integer.parseInt(number);
            return id < FIRST_PERSON || id == NOBODY;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
