package belt.transport;

import java.time.Duration;

/// The bounds within which streams work. The defaults suit thousands of streams on one manager.
///
/// @param admission how many may knock at once; servers only
/// @param buffers how much one stream may hold in memory
public record StreamLimits(Admission admission, Buffers buffers) {
    /// @param handshakes how many TLS handshakes are under way at once; the rest wait in order of arrival. Each costs
    ///     about a millisecond of CPU, so a few dozen keep the cores busy and let each end soon
    /// @param streams connections at most, in every state; more are closed at once
    /// @param backlog connections that the kernel keeps until they are accepted
    /// @param deadline for the first byte of a connection, and again for its handshake once it has a place
    public record Admission(int handshakes, int streams, int backlog, Duration deadline) {
        public static final Admission DEFAULT =
                new Admission(64, 20_000, 4_096, Duration.ofSeconds(10));

        public Admission {
            if (handshakes <= 0 || streams <= 0 || backlog <= 0) {
                throw new IllegalArgumentException("admission limits must be positive");
            }
        }
    }

    /// @param frameBytes the longest payload of a frame, in both directions
    /// @param anonymousFrameBytes the longest payload that a peer without a certificate may send
    /// @param highBytes unsent bytes from which on {@link Stream#isWritable()} is false
    /// @param lowBytes unsent bytes at which it becomes true again
    /// @param mostBytes unsent bytes at which the peer counts as hopelessly slow and is cut off
    /// @param stall how long a stream that is not writable may make no progress at all before it is cut off
    public record Buffers(
            int frameBytes,
            int anonymousFrameBytes,
            long highBytes,
            long lowBytes,
            long mostBytes,
            Duration stall) {
        public static final Buffers DEFAULT =
                new Buffers(
                        8 << 20, 64 << 10, 256 << 10, 64 << 10, 32 << 20, Duration.ofSeconds(30));

        public Buffers {
            if (frameBytes <= 0 || anonymousFrameBytes <= 0 || mostBytes <= frameBytes) {
                throw new IllegalArgumentException("a whole frame must fit");
            }
            if (lowBytes < 0 || lowBytes >= highBytes || highBytes > mostBytes) {
                throw new IllegalArgumentException("buffer limits must be low < high <= most");
            }
        }
    }

    public static final StreamLimits DEFAULT = new StreamLimits(Admission.DEFAULT, Buffers.DEFAULT);
}
