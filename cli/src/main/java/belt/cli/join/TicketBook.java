package belt.cli.join;

import belt.cli.creation.FirstBoot;
import belt.cli.state.ClusterState;
import belt.client.ClusterClient;
import belt.core.BeltException;
import belt.core.CoreProblem;
import belt.core.Secret;
import belt.pki.JoinToken;
import belt.provider.Batch;
import belt.provision.JoinScript;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Gives each call of the provider a ticket of its own. A ticket is not kept anywhere: its secret follows from the call's
/// token and the key of the cluster's operator CA, so that a call repeated after a crash carries the same one. The
/// cluster is told its digest, whom it lets in and for how long, before the call is made.
public final class TicketBook implements FirstBoot {
    /// Cloud machines boot within minutes, and a call that is repeated makes its ticket valid anew.
    static final Duration VALID = Duration.ofMinutes(30);

    private static final String PURPOSE = "belt join ticket ";

    private final Supplier<ClusterClient> manager;
    private final JoinRole role;
    private final String digest;
    private final Secret key;

    private TicketBook(Supplier<ClusterClient> manager, JoinRole role, String digest, Secret key) {
        this.manager = manager;
        this.role = role;
        this.digest = digest;
        this.key = key;
    }

    /// @param manager a manager's API, found anew each time
    /// @throws BeltException.MissingCredentials if the key of the operator CA is not here
    static TicketBook of(ClusterState cluster, Supplier<ClusterClient> manager, JoinRole role) {
        Secret key =
                cluster.read("pki/ca-key.pem")
                        .map(Secret::of)
                        .orElseThrow(() ->
                                new BeltException.MissingCredentials(
                                        CoreProblem.STATE_DAMAGED,
                                        "the operator CA's key of cluster "
                                                + cluster.name()
                                                + " is not here; tickets are made with it"));
        String digest = JoinToken.digestOf(manager.get().rootPem());
        return new TicketBook(manager, role, digest, key);
    }

    @Override
    public Batch complete(Batch call) {
        JoinToken ticket = ticket(call.token());
        manager.get().putTicket(ticket.id(), role.word(), call.id(), call.names(), VALID);
        String text =
                JoinScript.filled(call.spec().userData(), call.names(), ticket.text().reveal());
        return call.withSpec(call.spec().withUserData(text));
    }

    /// Takes the tickets of calls back.
    void revoke(Collection<String> tokens) {
        tokens.forEach(token -> manager.get().removeTicket(ticket(token).id()));
    }

    /// The ticket of a call.
    JoinToken ticket(String token) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            key.reveal().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return JoinToken.of(
                    digest, mac.doFinal((PURPOSE + token).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new BeltException.Bug("every Java has HMAC with SHA-256", e);
        }
    }
}
