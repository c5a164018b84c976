package belt.provider.generic;

import belt.core.BeltException;

/// Where a machine's sshd listens.
///
/// @param host a name or an address; IPv6 without brackets
/// @param port TCP port; 0 if the text named none
record Address(String host, int port) {
    /// Reads `HOST`, `HOST:PORT`, an IPv6 address, or `[IPV6]:PORT`.
    ///
    /// @throws BeltException.InvalidInput if it is none of these
    static Address parse(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("[")) {
            int close = stripped.indexOf(']');
            if (close < 0) {
                throw bad(text);
            }
            String rest = stripped.substring(close + 1);
            return of(text, stripped.substring(1, close), rest.replaceFirst("^:", ""));
        }
        int colon = stripped.indexOf(':');
        boolean one = colon >= 0 && colon == stripped.lastIndexOf(':');
        return one
                ? of(text, stripped.substring(0, colon), stripped.substring(colon + 1))
                : of(text, stripped, "");
    }

    Address withDefaultPort(int usual) {
        return port == 0 ? new Address(host, usual) : this;
    }

    static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw bad(text);
        }
        throw bad(text);
    }

    /// As one writes it: IPv6 addresses in brackets.
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    private static Address of(String text, String host, String port) {
        if (host.isEmpty() || !host.matches("[A-Za-z0-9._:%-]+")) {
            throw bad(text);
        }
        return new Address(host, port.isEmpty() ? 0 : port(port));
    }

    private static BeltException bad(String text) {
        return new BeltException.InvalidInput(
                GenericProblem.BAD_ADDRESS, text + " is no address or port");
    }
}
