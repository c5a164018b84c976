package belt.provider.aws;

import belt.core.BeltException;
import belt.core.Nearest;
import belt.core.ProblemCode;
import belt.provider.ProviderProblem;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/// Says in our words what went wrong with a call. The codes are those of the EC2 API reference, "Error codes for the
/// Amazon EC2 API".
final class Ec2Failures {
    private static final Set<String> CREDENTIALS =
            Set.of(
                    "AuthFailure",
                    "Blocked",
                    "ExpiredToken",
                    "IncompleteSignature",
                    "InvalidClientTokenId",
                    "InvalidSecurity.RequestHasExpired",
                    "MissingAuthenticationToken",
                    "OptInRequired",
                    "PendingVerification",
                    "RequestExpired",
                    "SignatureDoesNotMatch");
    private static final Set<String> THROTTLED =
            Set.of(
                    "RequestLimitExceeded",
                    "EC2ThrottledException",
                    "Throttling",
                    "ThrottlingException");
    private static final Set<String> CAPACITY =
            Set.of(
                    "InsufficientCapacity",
                    "InsufficientHostCapacity",
                    "InsufficientInstanceCapacity",
                    "InsufficientFreeAddressesInSubnet",
                    "SpotMaxPriceTooLow",
                    "Unsupported");

    private Ec2Failures() {}

    /// The code of an answer; empty if there was none.
    static String code(SdkException e) {
        String code =
                e instanceof AwsServiceException service && service.awsErrorDetails() != null
                        ? service.awsErrorDetails().errorCode()
                        : null;
        return code == null ? "" : code;
    }

    static boolean throttled(SdkException e) {
        return THROTTLED.contains(code(e));
    }

    /// Whether a dry run ended as a dry run that would have succeeded ends.
    static boolean isDryRunPassed(BeltException e) {
        return e.getCause() instanceof SdkException cause && code(cause).equals("DryRunOperation");
    }

    /// Whether a call that ended so may have taken effect all the same.
    static boolean outcomeUnknown(SdkException e) {
        if (e instanceof AwsServiceException service) {
            return service.statusCode() >= 500 && !throttled(e) && !CAPACITY.contains(code(e));
        }
        return !isCredentials(e);
    }

    /// EC2 answers a wrong key with 401, and the JDK's HTTP client swallows the body of such an answer to a POST: no code then.
    private static boolean isUnauthorized(SdkException e) {
        return e instanceof AwsServiceException service && service.statusCode() == 401;
    }

    /// The failure to throw.
    ///
    /// @param action EC2's name of the call
    /// @param where the region
    static BeltException of(String action, String where, SdkException e) {
        String code = code(e);
        if (isUnauthorized(e)) {
            return new BeltException.MissingCredentials(
                            ProviderProblem.CREDENTIALS,
                            "EC2 in " + where + " does not accept the credentials",
                            e)
                    .withDetail(action + " was answered with 401, AuthFailure");
        }
        if (e instanceof AwsServiceException service && !code.isEmpty()) {
            return ofCode(action, where, code, service);
        }
        if (isCredentials(e)) {
            return new BeltException.MissingCredentials(
                            ProviderProblem.CREDENTIALS, "AWS gave no credentials for " + action, e)
                    .withDetail(text(e));
        }
        if (isNowhere(where, e)) {
            List<String> known = Region.regions().stream().map(Region::id).toList();
            return new BeltException.InvalidInput(
                            ProviderProblem.UNKNOWN_REGION, "there is no region " + where, e)
                    .withDetail(
                            "did you mean " + String.join(", ", Nearest.to(where, known)) + "?");
        }
        return new BeltException.Unreachable(
                        ProviderProblem.UNAVAILABLE,
                        "EC2 in " + where + " does not answer " + action,
                        e)
                .withDetail(
                        e instanceof ApiCallTimeoutException ? "the call took too long" : text(e));
    }

    /// Whether the name of a region that the SDK does not know has no address either.
    private static boolean isNowhere(String region, SdkException e) {
        boolean noAddress = false;
        for (Throwable each = e; each != null; each = each.getCause()) {
            noAddress |= each instanceof UnknownHostException;
        }
        return noAddress && Region.regions().stream().noneMatch(each -> each.id().equals(region));
    }

    private static boolean isCredentials(SdkException e) {
        return e instanceof SdkClientException
                && text(e).toLowerCase(Locale.ROOT).contains("unable to load credentials");
    }

    private static BeltException ofCode(
            String action, String where, String code, AwsServiceException e) {
        String what = "EC2 in " + where + " refused " + action + ": " + code;
        BeltException told =
                CREDENTIALS.contains(code)
                        ? new BeltException.MissingCredentials(ProviderProblem.CREDENTIALS, what, e)
                        : THROTTLED.contains(code)
                                ? new BeltException.Unreachable(
                                        ProviderProblem.RATE_LIMITED, what, e)
                                : CAPACITY.contains(code)
                                        ? new BeltException.Unreachable(
                                                AwsProblem.NO_CAPACITY, what, e)
                                        : byForm(code, what, e);
        return told.withDetail(text(e));
    }

    private static BeltException byForm(String code, String what, AwsServiceException e) {
        if (code.equals("UnauthorizedOperation")) {
            return new BeltException.MissingCredentials(AwsProblem.NOT_ALLOWED, what, e);
        }
        if (code.endsWith("LimitExceeded") || code.equals("MaxSpotInstanceCountExceeded")) {
            return new BeltException.Refused(ProviderProblem.QUOTA, what, e);
        }
        if (code.equals("IdempotentParameterMismatch")) {
            return new BeltException.Conflict(AwsProblem.TOKEN_USED, what, e);
        }
        if (code.startsWith("Incorrect") || code.equals("DependencyViolation")) {
            return new BeltException.Conflict(AwsProblem.WRONG_STATE, what, e);
        }
        if (code.endsWith(".NotFound")) {
            return new BeltException.NotFound(ProviderProblem.NOT_FOUND, what, e);
        }
        if (e.statusCode() >= 500) {
            return new BeltException.Unreachable(ProviderProblem.UNAVAILABLE, what, e);
        }
        ProblemCode refused = AwsProblem.REFUSED;
        return new BeltException.InvalidInput(refused, what, e);
    }

    private static String text(SdkException e) {
        String text =
                e instanceof AwsServiceException service && service.awsErrorDetails() != null
                        ? String.valueOf(service.awsErrorDetails().errorMessage())
                        : String.valueOf(e.getMessage());
        // what follows is for AWS's own eyes, and long
        int end = text.indexOf(" Encoded authorization failure message");
        return end < 0 ? text : text.substring(0, end);
    }
}
