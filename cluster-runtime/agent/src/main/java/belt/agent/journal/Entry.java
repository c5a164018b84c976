package belt.agent.journal;

import belt.api.Message.AssignedTask;
import belt.api.Message.ManagerAddress;
import belt.api.Message.SpecDelivery;
import belt.api.Message.TaskUpdate;
import belt.core.codec.MalformedException;
import belt.core.codec.RecordCodec;
import belt.model.TaskId;
import java.util.List;

/// One entry of the journal. Its kind is a byte that is never given another meaning.
sealed interface Entry {
    /// A service's spec, before the first task that needs it.
    record Spec(SpecDelivery delivery) implements Entry {}

    /// A task that is held, or its new desired state.
    record Task(AssignedTask task) implements Entry {}

    record Status(TaskUpdate update) implements Entry {}

    record Removed(TaskId task) implements Entry {}

    /// Where the managers are.
    record Managers(List<ManagerAddress> managers) implements Entry {
        public Managers {
            managers = List.copyOf(managers);
        }
    }

    default int kind() {
        return switch (this) {
            case Spec _ -> 1;
            case Task _ -> 2;
            case Status _ -> 3;
            case Removed _ -> 4;
            case Managers _ -> 5;
        };
    }

    default byte[] payload() {
        return switch (this) {
            case Spec spec -> RecordCodec.of(Spec.class).encode(spec);
            case Task task -> RecordCodec.of(Task.class).encode(task);
            case Status status -> RecordCodec.of(Status.class).encode(status);
            case Removed removed -> RecordCodec.of(Removed.class).encode(removed);
            case Managers managers -> RecordCodec.of(Managers.class).encode(managers);
        };
    }

    /// @throws MalformedException if it is none
    static Entry decode(int kind, byte[] payload) {
        return switch (kind) {
            case 1 -> RecordCodec.of(Spec.class).decode(payload);
            case 2 -> RecordCodec.of(Task.class).decode(payload);
            case 3 -> RecordCodec.of(Status.class).decode(payload);
            case 4 -> RecordCodec.of(Removed.class).decode(payload);
            case 5 -> RecordCodec.of(Managers.class).decode(payload);
            default -> throw new MalformedException("journal entry of kind " + kind);
        };
    }
}
