package belt.cli.creation;

import belt.core.Outcome;
import belt.provider.Machine;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// What becomes of machines once they have their addresses: the last part of a creation, which a creation's first line
/// names, so that `belt resume` goes on in the same way. There are several: made nodes by us over SSH, left as they are
/// (`--bare`), …
///
/// A finish may be run again at any time on machines that are at any stage from {@link Stage#ADDRESSED} on.
public interface Finish {
    /// The detail of a creation's first line that says which finish it is.
    String KEY = "finish";

    /// What the creation's first line says of it: under {@link #KEY} its word, and whatever else it needs to go on after a
    /// crash. No secrets.
    Map<String, String> details();

    /// The stage at which a machine is done.
    Stage goal();

    /// Brings machines to the goal. One machine's failure does not stop the others.
    ///
    /// @param machines those of the creation that are not there yet
    /// @param log hears of each stage that a machine reaches, and of failures, as they come
    /// @return one outcome a machine
    /// @throws InterruptedException if the operator wants an end: no machine is in the middle of a step
    List<Outcome<Machine>> run(Collection<Machine> machines, StageLog log)
            throws InterruptedException;
}
