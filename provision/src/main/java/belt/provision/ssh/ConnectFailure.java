package belt.provision.ssh;

import belt.core.BeltException;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Says which rung did not hold, and what was seen there.
final class ConnectFailure {
    private ConnectFailure() {}

    static BeltException of(
            SshTarget target, Rung rung, @Nullable BeltException rejection, Throwable cause) {
        if (rejection != null) {
            return rejection;
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each
                    instanceof
                    BeltException ours) { // asked at first contact, and nobody could answer
                return ours;
            }
        }
        if (cause instanceof JSchAlgoNegoFailException nego) {
            return new BeltException.Unreachable(
                    SshProblem.NEGOTIATION_FAILED,
                    target.describe() + " and belt share no " + nego.getAlgorithmName(),
                    cause);
        }
        return switch (rung) {
            case DNS ->
                    unreachable(
                            SshProblem.NAME_UNRESOLVED,
                            target.node() + ": the name " + target.host() + " has no address",
                            cause);
            case TCP ->
                    unreachable(
                            SshProblem.NO_ANSWER,
                            target.describe() + " does not answer: " + evidence(cause),
                            cause);
            case BANNER ->
                    unreachable(
                            SshProblem.NO_BANNER,
                            target.describe() + " accepts connections but sends no SSH greeting",
                            cause);
            case HOST_KEY ->
                    unreachable(
                            SshProblem.CONNECTION_LOST,
                            target.describe() + " broke off the key exchange: " + evidence(cause),
                            cause);
            case AUTH, SUDO, READY -> auth(target, cause);
        };
    }

    private static BeltException auth(SshTarget target, Throwable cause) {
        if (root(cause) instanceof IOException || cause instanceof TimeoutException) {
            return unreachable(
                    SshProblem.CONNECTION_LOST,
                    target.describe() + " broke off the login: " + evidence(cause),
                    cause);
        }
        return new BeltException.MissingCredentials(
                SshProblem.AUTH_REFUSED,
                target.describe() + " does not accept our key for the account " + target.user(),
                cause);
    }

    private static BeltException unreachable(SshProblem problem, String message, Throwable cause) {
        return new BeltException.Unreachable(problem, message, cause);
    }

    private static String evidence(Throwable cause) {
        Throwable root = root(cause);
        if (root instanceof TimeoutException) {
            return "no answer in time";
        }
        String text = root.getMessage();
        return text == null ? root.getClass().getSimpleName() : text;
    }

    private static Throwable root(Throwable cause) {
        Throwable root = cause;
        for (Throwable next = root; next != null; next = next.getCause()) {
            root = next;
        }
        return root;
    }
}
