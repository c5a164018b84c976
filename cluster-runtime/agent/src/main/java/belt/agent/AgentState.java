package belt.agent;

import belt.agent.journal.FileJournal;
import belt.agent.task.TaskJournal;
import belt.api.Message.ManagerAddress;
import java.util.List;
import java.util.function.Consumer;

/// What the agent keeps over a restart.
///
/// @param tasks remembers tasks
/// @param managers where the managers were last known to be
/// @param saveManagers remembers where they are; must not block
public record AgentState(
        TaskJournal tasks,
        List<ManagerAddress> managers,
        Consumer<List<ManagerAddress>> saveManagers) {
    public AgentState {
        managers = List.copyOf(managers);
    }

    /// Kept in a file.
    ///
    /// @param known the managers that the daemon knows of, for instance from joining; used while the file has none, and
    ///     remembered from then on: a leader that names the very same ones brings no news to remember
    public static AgentState of(FileJournal journal, List<ManagerAddress> known) {
        List<ManagerAddress> managers = journal.managers();
        if (managers.isEmpty() && !known.isEmpty()) {
            managers = known;
            journal.managers(known);
        }
        return new AgentState(journal, managers, journal::managers);
    }

    /// Kept nowhere, for simulated nodes.
    public static AgentState forgetful(List<ManagerAddress> managers) {
        return new AgentState(TaskJournal.NONE, managers, _ -> {});
    }
}
