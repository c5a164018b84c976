package belt.model;

/// A task's states, as observed or desired. They are compared by their numbers, which are SwarmKit's
/// (`api/types.proto`); an observed state only ever rises.
public enum TaskState {
    NEW(0, "created"),
    PENDING(64, "pending task scheduling"),
    ASSIGNED(192, "scheduler assigned task to node"),
    ACCEPTED(256, "accepted"),
    PREPARING(320, "preparing"),
    READY(384, "prepared"),
    STARTING(448, "starting"),
    RUNNING(512, "started"),
    COMPLETE(576, "finished"),
    SHUTDOWN(640, "shutdown"),
    FAILED(704, ""),
    REJECTED(768, ""),
    /// Only ever desired: shut down, then delete the record.
    REMOVE(800, ""),
    /// Its node was gone for too long.
    ORPHANED(832, "");

    private final int number;
    private final String message;

    TaskState(int number, String message) {
        this.number = number;
        this.message = message;
    }

    /// SwarmKit's number.
    public int number() {
        return number;
    }

    /// The text that goes with reaching this state; empty where the previous text is kept.
    public String message() {
        return message;
    }

    public boolean after(TaskState other) {
        return number > other.number;
    }

    public boolean before(TaskState other) {
        return number < other.number;
    }

    /// Whether a task in this observed state will never run again.
    public boolean terminal() {
        return number > RUNNING.number;
    }
}
