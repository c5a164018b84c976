package belt.daemon;

import belt.api.Message;
import belt.api.Message.ManagerAddress;
import belt.core.BeltException;
import belt.model.NodeId;
import belt.pki.CertificateRequest;
import belt.pki.CurrentIdentity;
import belt.pki.NodeIdentity;
import belt.transport.Dial;
import belt.transport.StreamClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the other managers what this node is to be, before it takes up the log of an earlier run. While it was away the
/// cluster may have gone on without it ({@link SoleManager}): two that come back together with the old log would otherwise
/// lead each other. The question is a certificate's renewal, which only a leader answers; where nobody leads nobody knows
/// better, and the node goes on as what it was.
final class RoleQuestion {
    private static final Logger LOG = LoggerFactory.getLogger(RoleQuestion.class);

    /// Only managers that neither answer nor refuse the connection take that long, and only if no leader answers.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StreamClient client;
    private final CurrentIdentity identity;
    private final InstantSource clock;
    private final CertificateRequest request = CertificateRequest.create();

    /// What a manager said.
    sealed interface Word {}

    /// @param identity this node's, as the leader wants it
    record As(NodeIdentity identity) implements Word {}

    /// The node is none of the cluster's any more.
    record Removed() implements Word {}

    /// @param others whom else to ask; none if it said nothing
    private record Unknown(List<ManagerAddress> others) implements Word {}

    private static final Word NOTHING = new Unknown(List.of());

    RoleQuestion(StreamClient client, CurrentIdentity identity, InstantSource clock) {
        this.client = client;
        this.identity = identity;
        this.clock = clock;
    }

    /// @param managers where managers were when this node last knew, itself included
    /// @return what the leader said, {@link As} or {@link Removed}; empty if there is no leader that answers
    Optional<Word> ask(List<ManagerAddress> managers) throws InterruptedException {
        var asked = new HashSet<NodeId>();
        asked.add(new NodeId(identity.get().nodeId()));
        var words = new LinkedBlockingQueue<Word>();
        int open = ask(managers, asked, words);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (open > 0) {
            Word word = words.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!(word instanceof Unknown(var others))) {
                return Optional.ofNullable(word); // the time is up where there is none
            }
            open += ask(others, asked, words) - 1;
        }
        return Optional.empty();
    }

    private int ask(List<ManagerAddress> managers, Set<NodeId> asked, BlockingQueue<Word> words) {
        int count = 0;
        for (ManagerAddress manager : managers) {
            if (asked.add(manager.nodeId())) {
                Thread.ofVirtual()
                        .name("role of this node, " + manager.nodeId())
                        .start(() -> words.add(word(manager)));
                count++;
            }
        }
        return count;
    }

    private Word word(ManagerAddress manager) {
        try {
            Dial dial = Dial.member(HostPort.of(manager.cluster()), identity, clock);
            Message answer =
                    new Question(client, PATIENCE)
                            .ask(dial, new Message.RenewRequest(request.pem()));
            return switch (answer) {
                case Message.RenewReply reply ->
                        new As(request.identity(reply.certificate(), reply.rootCertificate()));
                case Message.Removed _ -> new Removed();
                case Message.Redirect(var others) -> new Unknown(others);
                default -> NOTHING;
            };
        } catch (BeltException e) {
            LOG.debug("Manager {} does not tell this node's role: {}", manager, e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return NOTHING;
    }
}
