package belt.cli.creation;

import belt.cli.state.Journal;
import belt.provider.Machine;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Where a creation is written down. Each method but {@link #put} returns once it is on the disk; a crash may come between
/// any two.
public interface Ledger {
    /// Adds lines to the journal.
    void append(List<Journal.Entry> entries);

    /// Adds machines to the inventory, or replaces their records: on the disk by the next {@link #flush} at the latest. What
    /// is put here stands in the journal already.
    void put(Collection<Machine> machines);

    /// Brings the inventory on the disk up to date.
    void flush();

    /// Takes machines out of the inventory: only those whose record has this id.
    void remove(Collection<Machine> machines);

    /// The inventory, with what is not on the disk yet.
    List<Machine> machines();

    /// The ids of machines whose removal was written down since then.
    Set<String> removedSince(Instant then);

    /// Keeps a creation's cloud-init document for as long as it is under way; it may hold a ticket, so only the operator may
    /// read it.
    void keepUserData(String operation, String text);

    /// What was kept; empty if nothing was.
    String userData(String operation);

    /// Forgets it.
    void forgetUserData(String operation);
}
