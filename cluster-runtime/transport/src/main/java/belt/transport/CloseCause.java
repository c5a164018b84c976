package belt.transport;

/// Why a stream has ended.
///
/// @param reason for code
/// @param detail for logs; says what was seen
public record CloseCause(Reason reason, String detail) {
    public enum Reason {
        /// We closed it.
        LOCAL,
        /// The peer closed it in good order.
        REMOTE,
        /// The connection broke, or the process of the peer ended.
        LOST,
        /// The peer read too slowly for what we had to say.
        SLOW_PEER,
        /// The peer broke the rules of the protocol.
        PROTOCOL,
        /// A callback of our own listener failed.
        LISTENER_FAILED
    }

    @Override
    public String toString() {
        return reason + " (" + detail + ")";
    }
}
