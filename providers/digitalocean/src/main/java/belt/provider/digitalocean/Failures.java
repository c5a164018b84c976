package belt.provider.digitalocean;

import belt.core.BeltException;
import belt.provider.ProviderProblem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;

/// What DigitalOcean's failures mean.
final class Failures {
    private Failures() {}

    /// An answer that is no success.
    ///
    /// @param call what was asked, `POST /v2/droplets`
    /// @param status the HTTP status
    /// @param message the vendor's sentence; empty if there was none
    static BeltException ofStatus(String call, int status, String message) {
        String what = "DigitalOcean answered " + call + " with " + status;
        BeltException failure =
                switch (status) {
                    case 401 ->
                            new BeltException.MissingCredentials(
                                    ProviderProblem.CREDENTIALS,
                                    "DigitalOcean does not take the token");
                    case 403 ->
                            new BeltException.MissingCredentials(
                                    DigitalOceanProblem.NOT_ALLOWED,
                                    "the token may not do " + call);
                    case 404, 410 -> new BeltException.NotFound(ProviderProblem.NOT_FOUND, what);
                    case 409, 423 -> new BeltException.Conflict(DigitalOceanProblem.BUSY, what);
                    case 429 -> new BeltException.Unreachable(ProviderProblem.RATE_LIMITED, what);
                    default ->
                            status >= 500
                                    ? new BeltException.Unreachable(
                                            ProviderProblem.UNAVAILABLE, what)
                                    : new BeltException.InvalidInput(
                                            DigitalOceanProblem.REFUSED, what);
                };
        return message.isBlank() ? failure : failure.withDetail(message.strip());
    }

    /// No answer.
    static BeltException ofNoAnswer(String call, IOException cause) {
        return new BeltException.Unreachable(
                        ProviderProblem.UNAVAILABLE, "DigitalOcean does not answer " + call, cause)
                .withDetail(String.valueOf(cause));
    }

    /// An answer that nobody can read.
    static BeltException unreadable(String call, String why) {
        return new BeltException.OperationFailed(
                        DigitalOceanProblem.ANSWER,
                        "the answer of DigitalOcean to " + call + " cannot be read")
                .withDetail(why);
    }

    /// After a call that may have made something.
    static BeltException unknown(String call, BeltException cause) {
        return new BeltException.Unreachable(
                        ProviderProblem.OUTCOME_UNKNOWN,
                        "it is not known whether DigitalOcean did " + call,
                        cause)
                .withDetail(
                        cause.getMessage() + cause.detail().map(each -> ": " + each).orElse(""));
    }

    /// Whether a call that ended so never reached the other side.
    static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionPoolTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException;
    }
}
