package belt.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A price in US dollars, without tax.
///
/// @param perHour for an hour
/// @param perMonth for a month, as the provider's own list says: it may be capped below 730 hours
public record Price(BigDecimal perHour, BigDecimal perMonth) {
    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

    /// Nothing.
    public static final Price ZERO = new Price(BigDecimal.ZERO, BigDecimal.ZERO);

    /// Trailing zeros go, so that equal prices are equal.
    public Price {
        perHour = perHour.stripTrailingZeros();
        perMonth = perMonth.stripTrailingZeros();
    }

    /// An hourly price; a month has 730 hours.
    public static Price hourly(BigDecimal perHour) {
        return new Price(perHour, perHour.multiply(HOURS_A_MONTH));
    }

    public Price plus(Price other) {
        return new Price(perHour.add(other.perHour), perMonth.add(other.perMonth));
    }

    public Price times(int count) {
        return new Price(
                perHour.multiply(BigDecimal.valueOf(count)),
                perMonth.multiply(BigDecimal.valueOf(count)));
    }

    /// `$0.0298 an hour, $20.00 a month`.
    @Override
    public String toString() {
        return "$"
                + perHour.setScale(4, RoundingMode.HALF_UP).toPlainString()
                + " an hour, $"
                + perMonth.setScale(2, RoundingMode.HALF_UP).toPlainString()
                + " a month";
    }
}
