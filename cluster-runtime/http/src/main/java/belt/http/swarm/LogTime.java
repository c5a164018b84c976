package belt.http.swarm;

import belt.http.server.ApiError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Points in time in queries: Unix seconds with a fraction, or RFC 3339.
final class LogTime {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private LogTime() {}

    /// @return empty for nothing and for zero
    static Optional<Instant> parse(String text) {
        if (text.isEmpty() || text.equals("0")) {
            return Optional.empty();
        }
        try {
            if (text.contains("T")) {
                return Optional.of(Instant.parse(text));
            }
            BigDecimal seconds = new BigDecimal(text);
            long whole = seconds.longValue();
            long nanos = seconds.subtract(BigDecimal.valueOf(whole)).multiply(NANOS).longValue();
            return Optional.of(Instant.ofEpochSecond(whole, nanos));
        } catch (DateTimeException | NumberFormatException e) {
            throw ApiError.badRequest("invalid value for a time: " + text);
        }
    }
}
