package belt.control.join;

import belt.api.Message;
import belt.control.dispatcher.ManagerDirectory;
import belt.core.BeltException;
import belt.core.RandomId;
import belt.model.Cluster;
import belt.model.JoinTicket;
import belt.model.Membership;
import belt.model.Node;
import belt.model.NodeId;
import belt.model.Role;
import belt.pki.CertificateRequest;
import belt.store.Action;
import belt.store.Proposer;
import belt.store.Store;
import belt.store.TxResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets machines in that come with a ticket. A worker gets its certificate at once; a manager becomes a pending node and
/// gets it once an operator has accepted it. Whoever repeats a request with the same key, because a reply was lost or it
/// was started again, stays the same node.
final class TicketDesk {
    private static final Logger LOG = LoggerFactory.getLogger(TicketDesk.class);

    /// How often one who waits asks again: an operator's command to take effect feels prompt, and a hundred who wait all
    /// night cost nothing.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(3);

    private final Store store;
    private final Proposer proposer;
    private final ManagerDirectory managers;
    private final Signing signing;
    private final InstantSource clock;

    TicketDesk(
            Store store,
            Proposer proposer,
            ManagerDirectory managers,
            Signing signing,
            InstantSource clock) {
        this.store = store;
        this.proposer = proposer;
        this.managers = managers;
        this.signing = signing;
        this.clock = clock;
    }

    /// @param from the address that the newcomer's connection comes from
    CompletableFuture<Message> redeem(
            Cluster cluster, JoinTicket ticket, Message.JoinRequest request, String from) {
        String key;
        try {
            key = CertificateRequest.keyDigest(request.request());
        } catch (BeltException.InvalidInput e) {
            return done(refused(request, from, String.valueOf(e.getMessage())));
        }
        Optional<JoinTicket.Use> before = ticket.useOf(request.hostname());
        if (before.isPresent()) {
            return done(
                    before.get().key().equals(key)
                            ? again(cluster, before.get(), request, from)
                            : refused(
                                    request,
                                    from,
                                    "the join ticket was used for "
                                            + request.hostname()
                                            + " already, from "
                                            + before.get().from()));
        }
        if (clock.instant().isAfter(ticket.expires())) {
            return done(refused(request, from, "the join ticket has expired"));
        }
        if (!ticket.names().contains(request.hostname())) {
            return done(refused(request, from, "the join ticket is not for " + request.hostname()));
        }
        return first(cluster, ticket, request, key, from);
    }

    private CompletableFuture<Message> first(
            Cluster cluster,
            JoinTicket ticket,
            Message.JoinRequest request,
            String key,
            String from) {
        var id = new NodeId(RandomId.next());
        Node node =
                ticket.role() == Role.MANAGER
                        ? Newcomer.pending(id, request, cluster)
                        : Newcomer.accepted(id, Role.WORKER, request, cluster);
        Message answer = answer(cluster, node, request);
        if (answer instanceof Message.Refusal) {
            return done(answer);
        }
        var use = new JoinTicket.Use(request.hostname(), id, key, from);
        return proposer.propose(
                        List.of(
                                new Action.UseTicket(ticket.id(), use),
                                new Action.PutNode(node, 0)))
                .thenApply(result ->
                        switch (result) {
                            case TxResult.Committed _ -> {
                                LOG.info(
                                        "Node {} ({}, {}) came with a ticket from {}: {}",
                                        id,
                                        request.hostname(),
                                        request.address(),
                                        from,
                                        node.membership());
                                yield answer;
                            }
                            case TxResult.Conflict(var what) -> refused(request, from, what);
                        });
    }

    private Message again(
            Cluster cluster, JoinTicket.Use use, Message.JoinRequest request, String from) {
        return store.read(view -> view.node(use.node()))
                .map(node -> answer(cluster, node, request))
                .orElseGet(() ->
                        refused(
                                request,
                                from,
                                "node " + use.node() + " was removed from the cluster"));
    }

    private Message answer(Cluster cluster, Node node, Message.JoinRequest request) {
        if (node.membership() == Membership.PENDING) {
            return new Message.JoinWaiting(node.id(), ASK_AGAIN);
        }
        Role role = node.spec().role();
        try {
            return new Message.JoinReply(
                    node.id(),
                    cluster.id(),
                    role,
                    signing.sign(cluster, role, node.id(), request.request(), request.address())
                            .pem(),
                    cluster.rootCertificate(),
                    managers.managers());
        } catch (BeltException.InvalidInput e) {
            return new Message.Refusal("refused", String.valueOf(e.getMessage()));
        }
    }

    private static Message refused(Message.JoinRequest request, String from, String why) {
        LOG.warn("{} at {} was not let in: {}", request.hostname(), from, why);
        return new Message.Refusal("bad-ticket", why);
    }

    private static CompletableFuture<Message> done(Message message) {
        return CompletableFuture.completedFuture(message);
    }
}
