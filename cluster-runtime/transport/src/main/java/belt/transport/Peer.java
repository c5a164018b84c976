package belt.transport;

import belt.pki.Member;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Who is at the other end of a stream.
///
/// @param member from the verified certificate; null for a peer without one, a node that wants to join
/// @param address the other end of the TCP connection
public record Peer(@Nullable Member member, InetSocketAddress address) {
    /// Whether the peer has shown no certificate.
    public boolean anonymous() {
        return member == null;
    }

    /// The member.
    ///
    /// @throws IllegalStateException for an anonymous peer: the caller has not asked
    public Member requireMember() {
        if (member == null) {
            throw new IllegalStateException(this + " has no certificate");
        }
        return member;
    }

    /// The peer's IP address as text.
    public String host() {
        return address.getHostString();
    }

    @Override
    public String toString() {
        return (member == null ? "anonymous" : member.nodeId()) + "@" + address;
    }
}
