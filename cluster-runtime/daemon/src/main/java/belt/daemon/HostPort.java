package belt.daemon;

import java.net.InetSocketAddress;

/// Addresses as texts.
final class HostPort {
    private HostPort() {}

    /// Reads host:port; the host is resolved by whoever connects.
    static InetSocketAddress of(String text) {
        int colon = text.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
