package belt.provider.exec;

import belt.core.BeltException;
import belt.provider.ProviderProblem;

/// A provider's failures as belt's.
final class Failures {
    private Failures() {}

    /// What it declined, by its kind.
    static BeltException of(String provider, Fields error) {
        String kind = error.text("kind");
        String message =
                "provider " + provider + ": " + StderrTail.shortened(error.text("message"));
        BeltException problem =
                switch (kind) {
                    case "auth" ->
                            new BeltException.MissingCredentials(
                                    ProviderProblem.CREDENTIALS, message);
                    case "quota" -> new BeltException.Refused(ProviderProblem.QUOTA, message);
                    case "rate" ->
                            new BeltException.Unreachable(ProviderProblem.RATE_LIMITED, message);
                    case "not-found" ->
                            new BeltException.NotFound(ProviderProblem.NOT_FOUND, message);
                    case "invalid" -> new BeltException.InvalidInput(ExecProblem.REFUSED, message);
                    case "unavailable" ->
                            new BeltException.Unreachable(ProviderProblem.UNAVAILABLE, message);
                    case "outcome-unknown" ->
                            new BeltException.Unreachable(ProviderProblem.OUTCOME_UNKNOWN, message);
                    case "not-ours" -> new BeltException.Refused(ProviderProblem.NOT_OURS, message);
                    case "not-supported" ->
                            new BeltException.Refused(ProviderProblem.NOT_SUPPORTED, message);
                    case "still-has-machines" ->
                            new BeltException.Refused(ProviderProblem.STILL_HAS_MACHINES, message);
                    case "failed" -> new BeltException.OperationFailed(ExecProblem.FAILED, message);
                    default ->
                            throw new Nonsense(
                                    "sent " + error.at() + ".kind that is not known: " + kind);
                };
        String detail = StderrTail.shortened(error.text("detail", ""));
        return detail.isEmpty() ? problem : problem.withDetail(detail);
    }

    /// The end of a conversation before the answer.
    static BeltException of(String provider, Request request, Talk.Gone gone, String lastWords) {
        String message = "provider " + provider + " " + gone.what() + " during " + request;
        BeltException problem;
        if (request.changes() && gone.wasSent()) {
            problem = new BeltException.Unreachable(ProviderProblem.OUTCOME_UNKNOWN, message);
        } else if (gone.isNonsense()) {
            problem = new BeltException.Unreachable(ExecProblem.BROKEN, message);
        } else {
            problem = new BeltException.Unreachable(ProviderProblem.UNAVAILABLE, message);
        }
        return problem.withDetail(lastWords);
    }

    /// An answer that belongs to the request, but does not fit it.
    static BeltException of(String provider, Request request, Nonsense nonsense) {
        String message =
                "provider " + provider + " " + nonsense.what() + " in answer to " + request;
        return request.changes()
                ? new BeltException.Unreachable(ProviderProblem.OUTCOME_UNKNOWN, message, nonsense)
                : new BeltException.Unreachable(ExecProblem.BROKEN, message, nonsense);
    }
}
