package belt.transport;

import belt.core.BeltException;
import belt.core.ProblemCode;
import belt.pki.PkiProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The server's first frame: whether it accepts the peer, and if not, why. In TLS 1.3 a client's handshake is over before
/// the server has looked at the client's certificate, and an alert says little: without this frame a client could tell
/// neither that it was accepted nor why it was not.
///
/// @param code the id of a problem; null: accepted
/// @param message what to tell a person; empty if accepted
record Verdict(@Nullable String code, String message) {
    /// The frame's kind.
    static final byte KIND = (byte) belt.transport.Stream.FIRST_RESERVED_KIND;

    static final Verdict ACCEPTED = new Verdict(null, "");

    private static final byte VERSION = 1;
    private static final int LONGEST = 1_024;

    static Verdict refused(ProblemCode code, @Nullable String message) {
        return new Verdict(code.id(), message == null ? "" : message);
    }

    /// Version, then nothing, or the code, a newline and the message.
    byte[] encode() {
        if (code == null) {
            return new byte[] {VERSION};
        }
        byte[] text = (code + "\n" + message).getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[1 + Math.min(text.length, LONGEST)];
        payload[0] = VERSION;
        System.arraycopy(text, 0, payload, 1, payload.length - 1);
        return payload;
    }

    static Verdict decode(byte[] payload) {
        if (payload.length <= 1) {
            return ACCEPTED;
        }
        String text =
                new String(
                        Arrays.copyOfRange(payload, 1, Math.min(payload.length, LONGEST)),
                        StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        return end < 0
                ? new Verdict(text, "")
                : new Verdict(text.substring(0, end), text.substring(end + 1));
    }

    /// A refusal as the failure of the one who was refused.
    BeltException problem(Object address) {
        var known =
                Stream.<ProblemCode>concat(
                                Arrays.stream(PkiProblem.values()),
                                Arrays.stream(TransportProblem.values()))
                        .filter(each -> each.id().equals(code))
                        .findFirst()
                        .orElse(TransportProblem.TURNED_AWAY);
        String text = address + " does not let us in: " + message;
        var problem = new BeltException.MissingCredentials(known, text);
        return known == TransportProblem.TURNED_AWAY && code != null
                ? problem.withDetail("its reason is " + code)
                : problem;
    }
}
