package belt.http.server;

import java.security.cert.X509Certificate;

/// Who is at the other end of a connection.
public sealed interface PeerIdentity {
    /// A process on this node, connected over the Unix socket; names as the kernel and the user database know them.
    record LocalUser(String user, String group) implements PeerIdentity {}

    /// Somebody who proved to hold the key of a certificate that the connection's trust manager accepted.
    ///
    /// @param organization `O`, the cluster's id in a node's certificate; empty if absent
    /// @param unit `OU`, `swarm-manager` or `swarm-worker` in a node's certificate; empty if absent
    /// @param commonName `CN`, a node's id or an operator's name; empty if absent
    record Certificate(
            String organization, String unit, String commonName, X509Certificate certificate)
            implements PeerIdentity {}

    /// Nothing is known, which happens where the platform does not tell.
    record Unknown() implements PeerIdentity {}
}
