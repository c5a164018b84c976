package belt.store;

import belt.model.JoinTicket;
import belt.model.Membership;
import belt.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rules of join tickets, applied the same on every manager: times come from the log's entry.
final class Tickets {
    /// How long an expired ticket is kept, for machines that repeat a request whose reply they lost.
    static final Duration KEPT = Duration.ofHours(1);

    private final Tables tables;

    Tickets(Tables tables) {
        this.tables = tables;
    }

    /// Why a ticket does not let somebody in; empty if it does.
    Optional<String> refusal(String id, JoinTicket.Use use, Instant at) {
        JoinTicket ticket = tables.ticket(id).orElse(null);
        if (ticket == null) {
            return Optional.of("the join ticket is not known");
        }
        if (at.isAfter(ticket.expires())) {
            return Optional.of("the join ticket has expired");
        }
        if (!ticket.names().contains(use.name())) {
            return Optional.of("the join ticket is not for " + use.name());
        }
        return ticket.useOf(use.name())
                .map(before -> "the join ticket was used for " + use.name() + " already");
    }

    void put(JoinTicket wanted, Instant at) {
        for (JoinTicket old : List.copyOf(tables.tickets())) {
            if (old.expires().plus(KEPT).isBefore(at) && !awaited(old)) {
                tables.removeTicket(old.id());
            }
        }
        List<JoinTicket.Use> uses =
                tables.ticket(wanted.id()).map(JoinTicket::uses).orElse(List.of());
        tables.put(
                new JoinTicket(
                        wanted.id(),
                        wanted.role(),
                        wanted.batch(),
                        wanted.names(),
                        wanted.expires(),
                        uses));
    }

    /// Whether somebody who came with it waits for an approval.
    private boolean awaited(JoinTicket ticket) {
        return ticket.uses().stream()
                .anyMatch(use ->
                        tables.node(use.node())
                                .map(Node::membership)
                                .filter(Membership.PENDING::equals)
                                .isPresent());
    }

    void use(String id, JoinTicket.Use use) {
        tables.ticket(id).ifPresent(ticket -> tables.put(ticket.with(use)));
    }
}
