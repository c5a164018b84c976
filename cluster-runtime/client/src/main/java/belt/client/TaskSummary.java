package belt.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/// A task.
///
/// @param id its id
/// @param serviceId the service it belongs to
/// @param slot 0 for tasks of global services
/// @param nodeId empty while it has no node
/// @param image empty for plain processes
/// @param desired the state that is wished
/// @param state what it is doing
/// @param document everything
public record TaskSummary(
        String id,
        String serviceId,
        long slot,
        String nodeId,
        String image,
        String desired,
        State state,
        JsonObject document) {
    /// What was observed.
    ///
    /// @param word `running`, `failed`, …
    /// @param since when that began
    /// @param message in the agent's words
    /// @param error empty unless something went wrong
    public record State(String word, Instant since, String message, String error) {}

    static TaskSummary of(JsonObject task) {
        return new TaskSummary(
                task.text("ID"),
                task.text("ServiceID"),
                task.number("Slot"),
                task.text("NodeID"),
                task.text("Spec", "ContainerSpec", "Image"),
                task.text("DesiredState"),
                new State(
                        task.text("Status", "State"),
                        time(task.text("Status", "Timestamp")),
                        task.text("Status", "Message"),
                        task.text("Status", "Err")),
                task);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            return Instant.EPOCH;
        }
    }

    public boolean running() {
        return state.word().equals("running");
    }

    public Instant createdAt() {
        return time(document.text("CreatedAt"));
    }
}
