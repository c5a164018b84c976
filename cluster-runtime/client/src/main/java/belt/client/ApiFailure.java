package belt.client;

import belt.core.BeltException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Turns the API's refusals into ours. Its own message is kept: it is what Docker's users know.
final class ApiFailure {
    /// Docker's API answers a lost race with a plain 500, and this text is the only sign of it (swarm API, `version`
    /// parameter). beltd answers 500 as well, because the docker CLI is its other client.
    private static final String OUT_OF_SEQUENCE = "update out of sequence";

    /// Managers without a leader that answers say 500 as well, and again it is the text that tells (swarm-semantics §6.2).
    private static final String NO_LEADER = "does not have a leader";

    private static final String UNAVAILABLE = "rpc error: code = Unavailable";

    private ApiFailure() {}

    static BeltException of(int status, byte[] body, String place) {
        String message = message(body);
        String said = message.isEmpty() ? place + " answered " + status : message;
        return switch (status) {
            case 400 -> new BeltException.InvalidInput(ClientProblem.REFUSED, said);
            case 401, 403 -> new BeltException.MissingCredentials(ClientProblem.NOT_LET_IN, said);
            case 404 -> new BeltException.NotFound(ClientProblem.NOT_FOUND, said);
            case 409 -> new BeltException.Conflict(ClientProblem.CONFLICT, said);
            case 503 ->
                    new BeltException.Unreachable(ClientProblem.UNAVAILABLE, place + ": " + said);
            default -> of(said, place);
        };
    }

    private static BeltException of(String said, String place) {
        if (said.contains(OUT_OF_SEQUENCE)) {
            return new BeltException.Conflict(ClientProblem.CONFLICT, said);
        }
        return said.contains(NO_LEADER) || said.contains(UNAVAILABLE)
                ? new BeltException.Unreachable(ClientProblem.NO_LEADER, place + ": " + said)
                : new BeltException.OperationFailed(ClientProblem.FAILED, said);
    }

    private static String message(byte[] body) {
        try {
            return JsonObject.parse(body).text("message");
        } catch (IOException _) {
            return new String(body, StandardCharsets.UTF_8).strip();
        }
    }
}
