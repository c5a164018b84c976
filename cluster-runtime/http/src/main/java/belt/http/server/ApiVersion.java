package belt.http.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the Docker Engine API, such as 1.51.
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    /// The newest version that we answer; what a path without a version means.
    public static final ApiVersion MAX = new ApiVersion(1, 51);

    /// The oldest version that we answer.
    public static final ApiVersion MIN = new ApiVersion(1, 24);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    /// Reads `1.41`; empty if the text has another form.
    public static Optional<ApiVersion> parse(String text) {
        Matcher match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(
                        new ApiVersion(
                                Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                : Optional.empty();
    }

    /// The older of two.
    public static ApiVersion min(ApiVersion a, ApiVersion b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /// Whether this one comes before `1.minor`.
    public boolean before(int otherMinor) {
        return compareTo(new ApiVersion(1, otherMinor)) < 0;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major
                ? Integer.compare(major, other.major)
                : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
