package belt.provider.exec;

import java.time.Duration;

/// How long belt waits for a provider, and how much it reads.
///
/// @param hello until it must have described itself
/// @param silence how long a request may go without an answer or an event, unless the provider declares another time
/// @param end how long it may take to end once its input was closed
/// @param patience how long belt waits altogether for one request that the provider's cloud allows only later
/// @param lineBytes the longest line
record Limits(Duration hello, Duration silence, Duration end, Duration patience, int lineBytes) {
    static final Limits USUAL =
            new Limits(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(15),
                    16 << 20);
}
