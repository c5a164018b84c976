package belt.control.ops;

import belt.model.JoinTicket;
import belt.store.Action;
import belt.store.Proposer;

/// Giving out and taking back join tickets; only on the leader.
public final class TicketOps {
    private final Commit commit;

    public TicketOps(Proposer proposer) {
        this.commit = new Commit(proposer);
    }

    /// Makes a ticket valid, or changes whom it lets in and until when. Its uses stay.
    public void put(JoinTicket ticket) {
        commit.of(new Action.PutTicket(ticket));
    }

    /// Takes a ticket back; whoever came with it stays.
    public void remove(String id) {
        commit.of(new Action.RemoveTicket(id));
    }
}
