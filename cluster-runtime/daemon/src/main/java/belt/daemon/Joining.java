package belt.daemon;

import belt.api.Message;
import belt.api.Protocol;
import belt.core.BeltException;
import belt.core.Secret;
import belt.model.Availability;
import belt.pki.CertificateRequest;
import belt.pki.JoinToken;
import belt.pki.NodeIdentity;
import belt.pki.TokenCheck;
import belt.transport.Dial;
import belt.transport.StreamClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// How a node that has nothing but a token gets its identity: it calls a manager, recognises it by the token's digest,
/// and hands over the token and a certificate request. A manager that does not lead names the one that does. Public for
/// the simulator, whose nodes join as real ones do.
public final class Joining {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MOST_CALLS = 8;

    /// Refusals that are about the moment and not about us.
    private static final Set<String> RETRY = Set.of("busy", "not-ready", "not-leader", "internal");

    /// @param identity key and certificate
    /// @param managers where the managers are
    public record Joined(NodeIdentity identity, List<Message.ManagerAddress> managers)
            implements Outcome {}

    /// What became of asking.
    public sealed interface Outcome {}

    /// @param again when to ask again
    public record Waiting(Duration again) implements Outcome {}

    /// @param token the join token
    /// @param hostname this node's name
    /// @param address its advertised address
    /// @param availability the wish
    public record Wish(Secret token, String hostname, String address, Availability availability) {}

    private final StreamClient client;
    private final InstantSource clock;

    public Joining(StreamClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /// Tries the given managers one after another.
    ///
    /// @param remotes host:port
    /// @throws BeltException why the last of them did not let us in
    public Joined join(List<String> remotes, Wish wish) throws InterruptedException {
        return switch (ask(remotes, wish, CertificateRequest.create())) {
            case Joined joined -> joined;
            case Waiting _ ->
                    throw new BeltException.StillRunning(
                            DaemonProblem.WAITS, wish.hostname() + " waits for approval");
        };
    }

    /// As {@link #join}, with a request that may have been sent before.
    ///
    /// @throws BeltException.MissingCredentials if asking again will not help
    public Outcome ask(List<String> remotes, Wish wish, CertificateRequest request)
            throws InterruptedException {
        JoinToken token = JoinToken.parse(wish.token());
        Deque<String> open = new ArrayDeque<>(remotes);
        Set<String> called = new LinkedHashSet<>();
        BeltException last = null;
        while (!open.isEmpty() && called.size() < MOST_CALLS) {
            String remote = open.removeFirst();
            if (!called.add(remote)) {
                continue;
            }
            try {
                switch (ask(remote, token, request, wish)) {
                    case Message.JoinReply reply -> {
                        var identity =
                                request.identity(reply.certificate(), reply.rootCertificate());
                        return new Joined(identity, reply.managers());
                    }
                    case Message.JoinWaiting(_, var again) -> {
                        return new Waiting(again);
                    }
                    case Message.Redirect(var managers) ->
                            managers.reversed().forEach(m -> open.addFirst(m.cluster()));
                    case Message.Refusal refusal when RETRY.contains(refusal.code()) ->
                            last = failed(remote, "cannot decide now: " + refusal.text());
                    case Message.Refusal refusal -> throw refused(remote, refusal);
                    default -> last = failed(remote, "answered with something else");
                }
            } catch (BeltException.Unreachable e) {
                last = e;
            }
        }
        throw last != null ? last : failed(String.join(", ", called), "did not name a leader");
    }

    private static BeltException refused(String remote, Message.Refusal refusal) {
        return new BeltException.MissingCredentials(
                        DaemonProblem.JOIN_REFUSED,
                        "rpc error: code = InvalidArgument desc = " + refusal.text())
                .withDetail("the manager at " + remote + " refused: " + refusal.code());
    }

    private Message ask(String remote, JoinToken token, CertificateRequest request, Wish wish)
            throws InterruptedException {
        Dial dial = Dial.joining(resolvable(remote), new TokenCheck(token, clock));
        return new Question(client, PATIENCE)
                .ask(
                        dial,
                        new Message.JoinRequest(
                                Protocol.OLDEST,
                                Protocol.VERSION,
                                token.text(),
                                request.pem(),
                                wish.hostname(),
                                wish.address(),
                                wish.availability()));
    }

    private static InetSocketAddress resolvable(String remote) {
        int colon = remote.lastIndexOf(':');
        boolean port =
                colon > 0 && remote.substring(colon + 1).chars().allMatch(Character::isDigit);
        return HostPort.of(port ? remote : remote + ":2377");
    }

    private static BeltException failed(String remote, String what) {
        return new BeltException.Unreachable(
                DaemonProblem.JOIN_FAILED, "manager at " + remote + " " + what);
    }
}
