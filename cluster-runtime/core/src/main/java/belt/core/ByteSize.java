package belt.core;

import java.math.BigDecimal;
import java.util.Locale;

/// An amount of memory or disk. All units are binary, as docker reads them: `512mb`, `512m`, `512MiB` and `8192MB` mean
/// multiples of 1024².
///
/// @param bytes the amount, 0 or more
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final String UNITS = "bkmgtp";

    public ByteSize {
        if (bytes < 0) {
            throw new BeltException.InvalidInput(
                    CoreProblem.SIZE, "a size cannot be negative: " + bytes);
        }
    }

    /// Reads `512mb`, `8192MB`, `1gb`, `1GiB`, `1.5g`, `64k` or plain bytes.
    ///
    /// @throws BeltException.InvalidInput with code `size.invalid`
    public static ByteSize parse(String text) {
        String trimmed = text.strip();
        int split = 0;
        while (split < trimmed.length() && isNumeric(trimmed.charAt(split))) {
            split++;
        }
        String number = trimmed.substring(0, split);
        String unit = trimmed.substring(split).strip().toLowerCase(Locale.ROOT);
        int power = power(unit);
        if (power < 0 || !number.matches("\\d{1,18}(\\.\\d{1,9})?")) {
            throw invalid(text);
        }
        try {
            return new ByteSize(
                    new BigDecimal(number)
                            .multiply(BigDecimal.valueOf(1L << (10 * power)))
                            .toBigInteger()
                            .longValueExact());
        } catch (ArithmeticException e) {
            throw new BeltException.InvalidInput(
                    CoreProblem.SIZE, "the size '" + text + "' is too large", e);
        }
    }

    /// Whether {@link #parse} would accept the text.
    public static boolean isSize(String text) {
        try {
            parse(text);
            return true;
        } catch (BeltException.InvalidInput _) {
            return false;
        }
    }

    private static boolean isNumeric(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }

    /// Which power of 1024 a unit stands for; -1 if it is none.
    private static int power(String unit) {
        if (unit.isEmpty() || unit.equals("b") || unit.equals("bytes")) {
            return 0;
        }
        int power = UNITS.indexOf(unit.charAt(0));
        String rest = unit.substring(1);
        boolean known = rest.isEmpty() || rest.equals("b") || rest.equals("ib");
        return power > 0 && known ? power : -1;
    }

    private static BeltException invalid(String text) {
        return new BeltException.InvalidInput(CoreProblem.SIZE, "'" + text + "' is not a size")
                .withDetail("a size is a number and a unit: 512mb, 8192MB, 1gb, 1.5GiB");
    }

    /// Whole mebibytes, rounded down.
    public long mebibytes() {
        return bytes >> 20;
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /// For people: up to three digits and a binary unit, `512MiB`, `1.5GiB`.
    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + "B";
        }
        int power = Math.min(5, (63 - Long.numberOfLeadingZeros(bytes)) / 10);
        double value = (double) bytes / (1L << (10 * power));
        String number =
                String.format(
                        Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
        if (number.indexOf('.') >= 0) {
            number = number.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        return number + Character.toUpperCase(UNITS.charAt(power)) + "iB";
    }
}
