package belt.playbooks;

import java.util.List;

/// What became of one task on one node.
///
/// @param play the play's name
/// @param task the task's name
/// @param node the node
/// @param item the loop's item as text; empty without a loop
/// @param outcome what became of it
/// @param lines what was (or would be) done, why it was skipped, or why it failed
public record TaskEvent(
        String play, String task, String node, String item, Outcome outcome, List<String> lines) {
    public TaskEvent {
        lines = List.copyOf(lines);
    }

    /// Ansible's words.
    public enum Outcome {
        /// It was as wanted.
        OK,
        CHANGED,
        SKIPPED,
        FAILED,
        /// It failed, and the task says that this does not matter.
        IGNORED
    }
}
