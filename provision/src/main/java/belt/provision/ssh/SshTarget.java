package belt.provision.ssh;

import org.jspecify.annotations.Nullable;

/// Where to log in, and as whom.
///
/// @param node the name by which people know it; used in every message
/// @param host address or name
/// @param port TCP port, 1 to 65535
/// @param user the account: root, or one that may use sudo without a password
/// @param jump the host to go through (ProxyJump); null to connect directly
public record SshTarget(String node, String host, int port, String user, @Nullable SshTarget jump) {
    public SshTarget {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    /// A target that is reached directly.
    public static SshTarget of(String node, String host, int port, String user) {
        return new SshTarget(node, host, port, user, null);
    }

    /// The same target, reached through another host.
    public SshTarget via(SshTarget bastion) {
        return new SshTarget(node, host, port, user, bastion);
    }

    /// Whether commands run as root without sudo.
    public boolean isRoot() {
        return user.equals("root");
    }

    /// The name under which its host key stands in known_hosts: `host`, or `[host]:port` for any port but 22.
    public String knownHostsName() {
        return port == 22 ? host : "[" + host + "]:" + port;
    }

    /// `node (user@host:port)`, for messages.
    public String describe() {
        return node + " (" + user + "@" + host + ":" + port + ")";
    }
}
