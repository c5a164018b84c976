package belt.http.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Points in time as Go writes them: RFC 3339 in UTC, up to nine fractional digits without trailing zeros.
public final class GoTime {
    private static final String ZERO = "0001-01-01T00:00:00Z";
    private static final DateTimeFormatter TRIMMED =
            new DateTimeFormatterBuilder()
                    .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendLiteral('Z')
                    .toFormatter(Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FIXED =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'")
                    .withZone(ZoneOffset.UTC);

    private GoTime() {}

    /// The text; null is Go's zero time.
    public static String text(@Nullable Instant time) {
        return time == null ? ZERO : TRIMMED.format(time);
    }

    /// Always nine digits, as in front of log lines.
    public static String fixedWidth(Instant time) {
        return FIXED.format(time);
    }
}
