package belt.provider.aws.testkit;

import com.sun.net.httpserver.Headers;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who signed a request (Signature Version 4), from its headers.
///
/// @param accessKey whose key
/// @param region for which region
record Signature(String accessKey, String region) {
    private static final Pattern FORM =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([a-z0-9-]+)/ec2/aws4_request,"
                            + " ?SignedHeaders=([^,]+), ?Signature=[0-9a-f]{64}");

    /// Reads it, and refuses what EC2 would.
    ///
    /// @param keys access key → session token, empty for a key without one
    static Signature require(Headers headers, Map<String, String> keys, boolean sessionExpired) {
        String header =
                Optional.ofNullable(headers.getFirst("Authorization"))
                        .orElseThrow(() ->
                                Ec2Error.MISSING_AUTHENTICATION_TOKEN.because(
                                        "Request is missing Authentication Token"));
        Matcher match = FORM.matcher(header);
        if (!match.matches() || headers.getFirst("X-Amz-Date") == null) {
            throw refused();
        }
        for (String must : new String[] {"host", "x-amz-date"}) {
            if (!(";" + match.group(3) + ";").contains(";" + must + ";")) {
                throw refused();
            }
        }
        String token = Optional.ofNullable(headers.getFirst("X-Amz-Security-Token")).orElse("");
        if (!token.equals(keys.get(match.group(1)))) {
            throw refused();
        }
        if (sessionExpired && !token.isEmpty()) {
            throw Ec2Error.REQUEST_EXPIRED.because("Request has expired.");
        }
        return new Signature(match.group(1), match.group(2));
    }

    private static Ec2Failure refused() {
        return Ec2Error.AUTH_FAILURE.because(
                "AWS was not able to validate the provided access credentials");
    }
}
