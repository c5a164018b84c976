package belt.playbooks;

import belt.core.BeltException;
import java.util.Optional;

/// One node's sums at the end.
///
/// @param node the node
/// @param ok tasks that found everything as wanted, or changed it
/// @param changed how many of them changed something
/// @param skipped tasks that did not run
/// @param failure why the node dropped out; empty if it did not
public record Recap(
        String node, int ok, int changed, int skipped, Optional<BeltException> failure) {
    /// Whether nothing was changed and nothing failed.
    public boolean nothingToDo() {
        return changed == 0 && failure.isEmpty();
    }
}
