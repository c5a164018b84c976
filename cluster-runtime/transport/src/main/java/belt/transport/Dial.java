package belt.transport;

import belt.pki.ChainCheck;
import belt.pki.Member;
import belt.pki.MemberCheck;
import belt.pki.NodeIdentity;
import belt.pki.TokenCheck;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whom to call, as whom, and whom to believe.
///
/// @param address the manager; a name is resolved when it is called
/// @param identity what we show, asked once per call; null: nothing, as a node that wants to join
/// @param trust decides about the server's certificates inside the handshake; our own certificate is only shown to a
///     server that passes
/// @param deadline for everything from the first packet to the server's word that we are let in
public record Dial(
        InetSocketAddress address,
        @Nullable Supplier<NodeIdentity> identity,
        ChainCheck<Member> trust,
        Duration deadline) {
    /// How long to wait where the caller has no opinion.
    public static final Duration DEADLINE = Duration.ofSeconds(10);

    /// A member calls a manager of its own cluster.
    public static Dial member(
            InetSocketAddress manager, Supplier<NodeIdentity> identity, InstantSource clock) {
        return new Dial(manager, identity, MemberCheck.managersOnly(identity, clock), DEADLINE);
    }

    /// A node without identity calls a manager that it recognises by a join token.
    public static Dial joining(InetSocketAddress manager, TokenCheck token) {
        return new Dial(manager, null, token, DEADLINE);
    }
}
