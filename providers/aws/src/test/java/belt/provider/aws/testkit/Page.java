package belt.provider.aws.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a listing.
///
/// @param items what stands on it
/// @param next the token of the next one; null on the last
record Page<T>(List<T> items, @Nullable String next) {
    /// Cuts the page that a call asks for.
    ///
    /// @param most what the call gives at most, whatever is asked
    static <T> Page<T> of(Ec2Query query, List<T> all, int most) {
        int size = query.number("MaxResults", most);
        if (size < 5 || size > most) {
            throw Ec2Error.INVALID_PARAMETER_VALUE.because(
                    "Value (" + size + ") for parameter maxResults is invalid, 5 to " + most);
        }
        int from = query.find("NextToken").map(Page::offset).orElse(0);
        int to = Math.min(all.size(), from + size);
        return new Page<>(
                all.subList(Math.min(from, to), to), to < all.size() ? "page-" + to : null);
    }

    private static int offset(String token) {
        if (!token.matches("page-[0-9]{1,8}")) {
            throw Ec2Error.INVALID_NEXT_TOKEN.because("The token '" + token + "' is invalid");
        }
        return Integer.parseInt(token.substring(5));
    }
}
