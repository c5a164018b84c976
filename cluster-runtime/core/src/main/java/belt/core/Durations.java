package belt.core;

import java.time.Duration;

/// How durations are written on the command line, in files and on screen: `10m`, `1h30m`, `5s`, `300ms`, `1d`.
public final class Durations {
    private Durations() {}

    /// Reads one or more numbers with a unit each, from `d`, `h`, `m`, `s`, `ms`, `us`, `ns`; `0` needs no unit.
    ///
    /// @return the duration, never negative
    /// @throws BeltException.InvalidInput with code `duration.invalid`
    public static Duration parse(String text) {
        String trimmed = text.strip();
        if (trimmed.equals("0")) {
            return Duration.ZERO;
        }
        double nanos = 0;
        int at = 0;
        while (at < trimmed.length()) {
            int unitAt = at;
            while (unitAt < trimmed.length() && isNumeric(trimmed.charAt(unitAt))) {
                unitAt++;
            }
            int end = unitAt;
            while (end < trimmed.length() && !isNumeric(trimmed.charAt(end))) {
                end++;
            }
            String number = trimmed.substring(at, unitAt);
            double unit = unit(trimmed.substring(unitAt, end));
            if (unit < 0 || !number.matches("\\d{1,15}(\\.\\d{1,9})?")) {
                throw invalid(text);
            }
            nanos += Double.parseDouble(number) * unit;
            at = end;
        }
        if (trimmed.isEmpty() || nanos > Long.MAX_VALUE / 2.0) {
            throw invalid(text);
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    private static boolean isNumeric(char c) {
        return c >= '0' && c <= '9' || c == '.';
    }

    /// Nanoseconds of one unit; -1 if it is none.
    private static double unit(String unit) {
        return switch (unit) {
            case "d" -> 86_400e9;
            case "h" -> 3_600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "us", "µs" -> 1e3;
            case "ns" -> 1;
            default -> -1;
        };
    }

    private static BeltException invalid(String text) {
        return new BeltException.InvalidInput(
                        CoreProblem.DURATION, "'" + text + "' is not a duration")
                .withDetail("a duration is numbers with units: 5s, 10m, 1h30m, 300ms");
    }

    /// For people: the two largest units, `350ms`, `58s`, `1m04s`, `2h05m`, `3d4h`.
    public static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return duration.toMillis() + "ms";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m" + twoDigits(seconds % 60) + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + "h" + twoDigits(seconds / 60 % 60) + "m";
        }
        return seconds / 86_400 + "d" + seconds / 3_600 % 24 + "h";
    }

    private static String twoDigits(long value) {
        return value < 10 ? "0" + value : Long.toString(value);
    }
}
